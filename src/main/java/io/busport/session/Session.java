package io.busport.session;

import io.busport.session.AnswerQueue.Slot;
import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import java.util.ArrayList;
import java.util.List;

/**
 * A live session: it lasts as long as its connection, and its messages are delivered at most once. Answers keep the order of the
 * messages; a failure is an answer.
 *
 * <p>Owned by the event loop of its connection, like everything it holds.
 */
public final class Session {
    /**
     * How much may be unanswered at a time.
     *
     * @param messages count of them
     * @param bytes of them together
     * @param outbound bytes that their answers may take together, as far as that can be foreseen
     */
    public record Window(int messages, int bytes, int outbound) {}

    private final Router.Origin origin;
    private final Router router;
    private final Link link;
    private final Window window;
    private final Pacing pacing;
    private final AnswerQueue answers = new AnswerQueue();
    private final List<Router.Subscription> subscriptions = new ArrayList<>();
    private boolean full;
    private boolean open = true;

    public Session(Router.Origin origin, Router router, Link link, Window window) {
        this.origin = origin;
        this.router = router;
        this.link = link;
        this.window = window;
        this.pacing = new Pacing(window.messages, window.outbound);
    }

    /** Hears an address until the session is closed. */
    public void subscribe(String address) {
        subscriptions.add(router.subscribe(address, link::write));
    }

    /** A message from the client. Call only while the session is not {@link #isFull() full}. */
    public void receive(Frame.Send message) {
        Slot slot = answers.ask(message.size());
        // Never fails: a failure is an answer.
        router.request(origin, message).onSuccess(answer -> fill(slot, answer));
    }

    /** Something from the client that is no message; the refusal takes its place among the answers. */
    public void refuse(String why) {
        fill(answers.ask(0), Frame.Err.of(FailCode.MALFORMED, why));
    }

    private void fill(Slot slot, Frame answer) {
        if (!open) {
            return; // The client has gone; nobody is left to be told.
        }
        answers.answer(slot, answer, frame -> pacing.answered(link.write(frame)));
        link.answered();
    }

    /** Whether the window is used up. It stays so until half of it is free again, or reading would stop and go for every message. */
    public boolean isFull() {
        int limit = pacing.limit();
        full = full
                ? answers.size() > limit / 2 || answers.bytes() > window.bytes / 2
                : answers.size() >= limit || answers.bytes() >= window.bytes;
        return full;
    }

    /** Messages without an answer yet. */
    public int pending() {
        return answers.size();
    }

    /** Ends the session: it hears nothing more, and answers still to come are dropped with the connection they were for. */
    public void close() {
        open = false;
        subscriptions.forEach(Router.Subscription::cancel);
        subscriptions.clear();
    }
}

package io.busport.session;

import io.busport.session.AnswerQueue.Slot;
import io.busport.session.Router.Asker;
import io.busport.wire.Frame;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A session that lasts as long as its connection, for a dialect whose answers say nothing of their questions: they keep the order of the
 * messages, and a failure is an answer. Each message is delivered at most once.
 *
 * <p>Owned by the event loop of its connection, like everything it holds.
 */
public final class TextSession {
    /**
     * How much may be unanswered at a time.
     *
     * @param messages count of them
     * @param bytes of them together
     * @param outbound bytes that their answers may take together, as far as that can be foreseen
     */
    public record Window(int messages, int bytes, int outbound) {}

    private final Router router;
    private final Link link;
    private final Window window;
    private final Pacing pacing;
    private final AnswerQueue answers = new AnswerQueue();
    private final List<Router.Registration> registrations = new ArrayList<>();
    private boolean full;
    private boolean open = true;

    public TextSession(Router router, Link link, Window window) {
        this.router = router;
        this.link = link;
        this.window = window;
        this.pacing = new Pacing(window.messages, window.outbound);
    }

    /** Hears an address until the session is closed. */
    public void subscribe(String address) {
        registrations.add(router.register(address, this::deliver));
    }

    /** A message from the client. Call only while the session is not {@link #isFull() full}. */
    public void receive(Frame.Send message) {
        Slot slot = answers.ask(message.size());
        router.request(message, 0, (answer, asker) -> {
            fill(slot, answer);
            cannotAnswer(asker);
        });
    }

    private boolean deliver(Frame.Message message, @Nullable Asker asker) {
        cannotAnswer(asker);
        return open && link.deliver(message);
    }

    /** A line has no room for a reply address. */
    private static void cannotAnswer(@Nullable Asker asker) {
        if (asker != null) {
            asker.fail(Askers.NOT_ANSWERED, "a text client cannot answer");
        }
    }

    /** Something from the client that is no message; the refusal takes its place among the answers. */
    public void refuse(Frame.Err why) {
        answer(why);
    }

    /** Answers something that was no message for anybody, in its place among the answers. */
    public void answer(Frame frame) {
        fill(answers.ask(0), frame);
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
        registrations.forEach(r -> {
            var unused = r.cancel();
        });
        registrations.clear();
    }
}

package io.busport.client.text;

import io.vertx.core.eventbus.Message;
import java.util.ArrayDeque;

/**
 * What the program wants to say: first to be sent, then to be answered. Survives the connections it goes over.
 *
 * <pre>
 *   offer ─► toSend ──take──► unanswered ──answered──► gone
 *               ▲                 │
 *               └── connection lost, messages are sent again
 * </pre>
 *
 * <p>Which line answers which message is told by order alone. A line that was published to everybody looks the same, so after one of
 * those the count may be short by one: the text dialect has no word for it.
 */
final class Mailbox {
    private final int limit;
    private final ArrayDeque<String> toSend = new ArrayDeque<>();
    private final ArrayDeque<String> unanswered = new ArrayDeque<>();
    private final ArrayDeque<Message<String>> heldBack = new ArrayDeque<>();

    Mailbox(int limit) {
        this.limit = limit;
    }

    /** Takes a message, and tells its sender so when there is room. */
    void offer(Message<String> message) {
        toSend.add(message.body());
        heldBack.add(message);
        releaseSenders();
    }

    /** The next message to send, which from now on waits for its answer; null when there is none. */
    @org.jspecify.annotations.Nullable
    String take() {
        String next = toSend.poll();
        if (next != null) {
            unanswered.add(next);
        }
        return next;
    }

    void answered() {
        if (unanswered.poll() != null) {
            releaseSenders();
        }
    }

    /** The connection is gone: what was not answered comes first again. */
    void sendAgain() {
        while (!unanswered.isEmpty()) {
            toSend.addFirst(unanswered.removeLast());
        }
    }

    /** The connection is gone: what was not answered will not be. */
    int giveUpUnanswered() {
        int lost = unanswered.size();
        unanswered.clear();
        releaseSenders();
        return lost;
    }

    /** There will be no connection any more. */
    int fail(String why) {
        int lost = size();
        heldBack.forEach(sender -> sender.fail(1, why));
        heldBack.clear();
        toSend.clear();
        unanswered.clear();
        return lost;
    }

    boolean hasToSend() {
        return !toSend.isEmpty();
    }

    int unanswered() {
        return unanswered.size();
    }

    /** Messages that are not answered, sent or not. */
    int size() {
        return toSend.size() + unanswered.size();
    }

    private void releaseSenders() {
        while (!heldBack.isEmpty() && size() - heldBack.size() < limit) {
            heldBack.remove().reply(null);
        }
    }
}

package io.busport.session;

import io.busport.session.Router.Asker;
import io.busport.session.SessionSnapshot.Question;
import io.busport.wire.Frame;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Those who wait for one client's answer, under the reply addresses the client was given.
 *
 * <p>An address is good for one answer, on the connection it was given to, for a limited time. It is a key of this table and of nothing
 * else, so guessing one leads nowhere. Whoever waits in vain is told, when the time is up or the connection ends.
 */
final class Askers {
    /** The beginning of the official bridge's reply addresses; clients know them by it in their logs. */
    private static final String PREFIX = "__vertx.reply.";

    /** What an asker is told when there will be no answer. Not a code of any service's own. */
    static final int NOT_ANSWERED = -1;

    /** What a session that asks is told when the client is at another gateway now: it asks there. */
    static final int MOVED = -2;

    private record Waiting(
            String address, Asker asker, @Nullable String id, long until) {}

    private final String prefix;
    private final long expiryNanos;
    private final int max;
    private final Map<String, Waiting> byAddress = new HashMap<>();
    private final Queue<Waiting> byAge = new ArrayDeque<>(0);
    /** Answers to questions that came from another gateway, before whoever asked them has asked again. */
    private final Map<String, Frame.Send> early = new HashMap<>(0);

    private long count;

    /**
     * @param connection id of the connection: part of the addresses, to tell them apart in a log
     * @param max how many may wait
     */
    Askers(String connection, long expiryNanos, int max) {
        this.prefix = PREFIX + connection + ".";
        this.expiryNanos = expiryNanos;
        this.max = max;
    }

    boolean isEmpty() {
        return byAddress.isEmpty();
    }

    boolean isFull() {
        return byAddress.size() >= max;
    }

    /** Keeps an asker under a new reply address. */
    String keep(Asker asker) {
        return keep(asker, null);
    }

    /** The same; {@code id} is what the message is known by, if it comes again. */
    String keep(Asker asker, @Nullable String id) {
        Waiting waiting = new Waiting(prefix + ++count, asker, id, System.nanoTime() + expiryNanos);
        byAddress.put(waiting.address, waiting);
        byAge.add(waiting);
        return waiting.address;
    }

    /** A message that was asked before is asked again: whoever asks now gets the answer. */
    void instead(String id, Asker asker) {
        for (Waiting waiting : byAge) {
            if (id.equals(waiting.id) && byAddress.containsKey(waiting.address)) {
                Waiting now = new Waiting(waiting.address, asker, id, waiting.until);
                byAddress.put(waiting.address, now);
                byAge.add(now);
                return;
            }
        }
        Frame.Send answer = early.remove(id);
        if (answer == null) {
            asker.fail(NOT_ANSWERED, "the client has been asked before, and its answer is not known here");
        } else if (answer.failure() != null) {
            asker.fail(answer.failure().code(), answer.failure().message());
        } else {
            asker.reply(answer);
        }
    }

    /** Questions of sessions that wait, as another gateway can go on waiting for their answers. */
    List<Question> questions() {
        List<Question> all = new ArrayList<>(0);
        for (Waiting w : byAge) {
            if (w.id != null && w.equals(byAddress.get(w.address))) {
                all.add(new Question(w.address, w.id));
            }
        }
        return all;
    }

    /** Questions that were asked at another gateway: who asked them asks again, before or after the client answers. */
    void restore(List<Question> questions) {
        for (Question q : questions) {
            Waiting waiting = new Waiting(q.label(), new Absent(q.id()), q.id(), System.nanoTime() + expiryNanos);
            byAddress.put(q.label(), waiting);
            byAge.add(waiting);
        }
    }

    /** Who asked at another gateway, and has not asked here yet. */
    private final class Absent implements Asker {
        private final String id;

        Absent(String id) {
            this.id = id;
        }

        @Override
        public void reply(Frame.Send answer) {
            if (early.size() < max) {
                early.put(id, answer);
            }
        }

        @Override
        public void replyAndRequest(Frame.Send answer, Router.Answer next) {
            reply(answer);
        }

        @Override
        public void fail(int code, @Nullable String message) {
            // Nobody is there to be told; who asks again is told.
        }
    }

    /** The asker behind a reply address, which is spent now; null when there is none (any more). */
    @Nullable
    Asker take(String address) {
        if (byAddress.isEmpty()) {
            return null;
        }
        Waiting waiting = byAddress.remove(address);
        forgetAnswered();
        return waiting == null ? null : waiting.asker;
    }

    /** Tells those whose time is up. */
    void expire(long now) {
        Waiting oldest;
        while ((oldest = byAge.peek()) != null && now - oldest.until >= 0) {
            byAge.remove();
            if (byAddress.remove(oldest.address, oldest)) {
                oldest.asker.fail(NOT_ANSWERED, "the client did not answer within " + expiryNanos / 1_000_000 + " ms");
            }
        }
    }

    /** Tells everybody. */
    void failAll(String why) {
        failAll(NOT_ANSWERED, why);
    }

    /** The same, with another code. */
    void failAll(int code, String why) {
        Waiting next;
        while ((next = byAge.poll()) != null) {
            if (byAddress.remove(next.address, next)) {
                next.asker.fail(code, why);
            }
        }
    }

    /** Those who wait, and those who are answered and not yet forgotten. */
    int remembered() {
        return byAge.size();
    }

    /** Answered ones leave the queue when they are its head: its length stays near what really waits. */
    private void forgetAnswered() {
        Waiting head;
        while ((head = byAge.peek()) != null && !byAddress.containsKey(head.address)) {
            byAge.remove();
        }
        if (byAge.size() > 2 * max) {
            byAge.removeIf(w -> !byAddress.containsKey(w.address));
        }
    }
}

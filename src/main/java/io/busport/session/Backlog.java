package io.busport.session;

import io.busport.session.Overflow.Policy;
import io.busport.session.SessionSettings.OutboxLimits;
import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.busport.wire.SessionFrames.Slow;
import io.busport.wire.SessionFrames.Window;

/**
 * What is kept for a client, and what gives way when that is too much.
 *
 * <pre>
 *   kept     0 ───────── half ─────────────── limit
 *              │ fine     │ the client is warned,  │ its policy acts: the oldest go and a gap says so, or the connection is closed
 *              │          │ those who wait, wait   │ what was sent to this client alone is not taken
 * </pre>
 *
 * <p>Owned by the event loop of its session.
 */
final class Backlog {
    /** Who acts on it: the session. */
    interface Owner {
        /** The client is to be warned. */
        void slow(Slow warning);

        /** Senders who want to know when their messages have arrived are to wait, or need not any more. */
        void hold(boolean wait);

        /** The connection is to be closed, for the client does not keep up. */
        void tooSlow(String sentence);
    }

    private final SessionSettings settings;
    private final OutboxLimits limits;
    private final Outbox outbox;
    private final Share share;
    private final Owner owner;
    private long accounted;
    private boolean warned;
    private long lost;
    private boolean ended;

    Backlog(SessionSettings settings, Outbox outbox, Budget budget, String principal, Owner owner) {
        this.settings = settings;
        this.limits = settings.outbox();
        this.outbox = outbox;
        this.owner = owner;
        this.accounted = outbox.bytes();
        this.share = budget.enter(principal, accounted);
    }

    /**
     * Keeps what comes to the client without its asking now.
     *
     * @return false when there is no room for what was sent to this client alone
     */
    boolean deliver(Frame.Message message, long now) {
        int size = Weight.of(message);
        if (message.send() && !hasRoomFor(size)) {
            return false;
        }
        Overflow overflow = settings.overflowOf(message.address());
        if (overflow.policy() == Policy.LATEST && !message.send()) {
            long unused = outbox.appendLatest(message, size, overflow.keyOf(message), now);
        } else {
            long unused = outbox.append(message, size, !message.send(), now);
        }
        if (isBeyond(1)) {
            if (overflow.policy() == Policy.CLOSE) {
                owner.tooSlow(sentence());
            }
            giveWay(now);
        }
        account();
        warn(overflow.policy(), now);
        return true;
    }

    /** Keeps what the client asked for: as much as it may ask for is always kept. */
    void answer(Frame answer, long now) {
        long unused = outbox.append(answer, Weight.of(answer), false, now);
        account();
    }

    private boolean hasRoomFor(int size) {
        return outbox.messages() < limits.messages()
                && outbox.bytes() + size <= limits.bytes()
                && (share.hasRoom() || outbox.isEmpty());
    }

    private boolean isBeyond(int part) {
        return outbox.messages() > limits.messages() / part
                || outbox.bytes() > limits.bytes() / part
                || (part == 1 && !share.hasRoom() && outbox.messages() > 1);
    }

    private void giveWay(long now) {
        while (isBeyond(1) && outbox.dropOldest(FailCode.SLOW_CONSUMER, now)) {
            lost++;
        }
    }

    private void warn(Policy policy, long now) {
        if (!warned && isBeyond(2)) {
            warned = true;
            owner.hold(true);
            owner.slow(new Slow(
                    outbox.messages(),
                    outbox.bytes(),
                    now - outbox.oldest(now),
                    new Window(limits.messages(), (int) Math.min(Integer.MAX_VALUE, limits.bytes())),
                    policy.label()));
        }
    }

    /** Something was acknowledged. */
    void acknowledged() {
        account();
        if (warned && !isBeyond(4)) {
            warned = false;
            owner.hold(false);
        }
    }

    /** Looks at the age of what is kept. */
    void tick(long now) {
        if (limits.maxAge() > 0 && now - outbox.oldest(now) > limits.maxAge()) {
            while (now - outbox.oldestDroppable(now) > limits.maxAge() && outbox.dropOldest(FailCode.TIMEOUT, now)) {
                lost++;
            }
            account();
        }
    }

    /** Messages that gave way. */
    long lost() {
        return lost;
    }

    /** Nothing is kept any more. */
    void end() {
        if (warned) {
            warned = false;
            owner.hold(false);
        }
        if (!ended) {
            ended = true;
            share.leave(accounted);
        }
    }

    private void account() {
        if (!ended) {
            long now = outbox.bytes();
            share.add(now - accounted);
            accounted = now;
        }
    }

    private String sentence() {
        return "slow consumer: " + outbox.messages() + " messages of " + outbox.bytes()
                + " bytes wait to be acknowledged (expected: at most " + limits.messages() + " and " + limits.bytes()
                + ", sessions.outbox)";
    }
}

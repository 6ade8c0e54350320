package io.busport.session;

import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.busport.wire.SessionFrames;
import io.busport.wire.SessionFrames.Resume;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A session's way between gateways: how it came to this one, and whether it is about to leave.
 *
 * <pre>
 *   of a snapshot ─► arriving: what comes waits ─► arrived ─► here ─► leaving: nobody can resume it ─► gone, or it stays
 * </pre>
 *
 * <p>Owned by the event loop of its session.
 */
final class Passage {
    /** Milliseconds after which a gateway that wanted a session and did not get it has failed. */
    private static final long LEAVING = 10_000;

    private final SessionLoop loop;
    private final SessionIdentity identity;
    private final Exchange exchange;
    private final Safety safety;
    /** Made of what was kept elsewhere, and its client has not been heard of since: it may know better how far it got. */
    private boolean recovered;

    private long leavingSince; // 0: it does not

    Passage(SessionLoop loop, SessionIdentity identity, Exchange exchange, Safety safety) {
        this.loop = loop;
        this.identity = identity;
        this.exchange = exchange;
        this.safety = safety;
    }

    // --- it comes

    /** Everything that a snapshot has, apart from the outbox. What comes to the session waits from now on. */
    void begin(SessionSnapshot from, boolean ofCopy) {
        recovered = ofCopy || from.recovered();
        exchange.inbox().restore(from.outcomes());
        exchange.seen().restore(from.seen(), loop.now());
        exchange.dealings().restore(from.asked(), from.questions());
        exchange.arriving();
        from.addresses().forEach(address -> {
            var unused = exchange.dealings().hear(address);
        });
    }

    /**
     * It has come from another gateway.
     *
     * @param tail what came there after the snapshot that it was made of; null: nothing that is known
     * @param lostSince since when messages to it may have been lost with that gateway, Unix time; 0: it is not lost
     */
    void arrived(@Nullable SessionSnapshot tail, long lostSince) {
        if (lostSince > 0) {
            if (exchange.dealings().registrations() > 0) {
                exchange.outbox().appendUnknown(FailCode.GATEWAY_LOST, lostSince, loop.now());
            }
            askAgain();
        }
        if (tail != null) {
            exchange.seen().restore(tail.seen(), loop.now());
            exchange.dealings().stillAsked(tail.asked());
        }
        exchange.arrived(tail == null ? List.of() : tail.outbox());
        safety.changed();
    }

    void keepAgain() {
        safety.changed();
    }

    boolean isRecovered() {
        return recovered;
    }

    /** Its client is here, and says with the lowest number that it still keeps how far it got. */
    void heardOf(long floor) {
        if (recovered) {
            recovered = false;
            exchange.inbox().goOnBehind(floor - 1);
        }
    }

    /** The highest number of the client's that may have been taken. */
    long mayHaveGot() {
        return recovered ? SessionFrames.MAX_NUMBER : exchange.inbox().received();
    }

    /** A gateway is lost, which may have asked something for this session before the session came here. */
    void askAgain() {
        exchange.dealings().askAgain();
    }

    /** Another gateway has an answer for its client. */
    void answered(long n, Frame answer) {
        exchange.dealings().answered(n, answer, null);
    }

    // --- it goes

    /**
     * Another gateway wants it.
     *
     * @param said the resume of its client, with which it is wanted; null: its own gateway sends it away
     * @return why it does not go
     */
    Frame.@Nullable Err leave(@Nullable Resume said, String principal) {
        Frame.Err refusal = said == null
                ? null
                : identity.preview(said, principal, exchange.outbox().transmitted(), mayHaveGot());
        if (refusal == null) {
            leavingSince = loop.now();
        }
        return refusal;
    }

    /** Whether nobody can resume it here. Who wanted it and did not fetch it does not want it any more. */
    boolean isLeaving(long now) {
        if (leavingSince > 0 && now - leavingSince > LEAVING) {
            stay();
        }
        return leavingSince > 0;
    }

    void stay() {
        leavingSince = 0;
    }
}

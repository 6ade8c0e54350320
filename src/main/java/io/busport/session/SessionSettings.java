package io.busport.session;

import io.busport.wire.SessionFrames.Hello;
import io.busport.wire.SessionFrames.Limits;
import io.busport.wire.SessionFrames.Window;
import java.util.List;

/**
 * What a gateway grants every session. Times are milliseconds.
 *
 * @param gateway its name
 * @param expiry how long a session is kept without a connection, when the client does not say
 * @param maxExpiry the longest a client may ask for
 * @param heartbeat how often a client has to say something, when it does not say
 * @param maxHeartbeat the longest a client may ask for
 * @param window what a client may have on its way without an acknowledgement
 * @param clientWindow the most that a client may want the gateway to have on its way
 * @param outbox what is kept for a client, at most; {@code maxAge} 0: as long as the session
 * @param remember for how long the end of a session is remembered
 * @param limits of one client
 * @param dealings of one client
 * @param overflow what is done when more comes than is kept
 */
public record SessionSettings(
        String gateway,
        long expiry,
        long maxExpiry,
        long heartbeat,
        long maxHeartbeat,
        Window window,
        Window clientWindow,
        OutboxLimits outbox,
        long remember,
        Limits limits,
        LiveSession.Limits dealings,
        List<Overflow> overflow) {

    /** How much is kept for one client, and for how long; 0 ms: as long as the session. */
    public record OutboxLimits(int messages, long bytes, long maxAge) {}

    /** What the gateway will have on its way to a client that takes so much. */
    Window granted(Window said) {
        return new Window(
                Math.min(said.messages(), clientWindow.messages()), Math.min(said.bytes(), clientWindow.bytes()));
    }

    /** How long the session of this hello is kept without a connection, in milliseconds. */
    long expiryFor(Hello hello) {
        return hello.expiryMillis() < 0 ? expiry : Math.min(hello.expiryMillis(), maxExpiry);
    }

    /** How long the client that said this hello may be silent, in milliseconds. */
    public long silenceFor(Hello hello) {
        return silence(Welcomes.intervalOf(hello, this));
    }

    /** A gateway gives a silent connection up after 8/3 of the interval: 40 s for 15 s, two lost signs of life and some. */
    static long silence(long heartbeat) {
        return heartbeat * 8 / 3;
    }

    /** What is done with messages from an address when they are more than can be kept. */
    Overflow overflowOf(String address) {
        for (Overflow rule : overflow) {
            if (rule.covers(address)) {
                return rule;
            }
        }
        return Overflow.DEFAULT;
    }
}

package io.busport.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The frames of a session: what a client and a gateway say to each other so that nothing is lost, doubled or reordered when the
 * connection between them is replaced by another.
 *
 * <pre>
 *   client                              gateway
 *     Hello ─────────────────────────────►       who I am; or: the session I had, and how far I got
 *       ◄───────────────────────────── Welcome   the session you have, and how far I got
 *     Stamped(n=1, Send) ────────────────►
 *       ◄────────────────────────── Ack(1)       I have taken responsibility for everything up to 1
 *       ◄──────────── Stamped(n=1, Message)
 *     Ack(1) ────────────────────────────►
 * </pre>
 */
public final class SessionFrames {
    /** The version of the session protocol. */
    public static final int VERSION = 1;

    /** No number, counter or size of a session is higher: 2^53, up to which JavaScript counts, too. */
    public static final long MAX_NUMBER = 1L << 53;

    private SessionFrames() {}

    /**
     * How many numbered frames may be on their way without an acknowledgement; at least one always may, unless {@code messages} is 0.
     *
     * @param bytes of those frames together, as their sender counts them
     */
    public record Window(int messages, int bytes) {
        /** What a client takes that does not say it. */
        public static final Window DEFAULT = new Window(1000, 1 << 20);
    }

    /**
     * Client to gateway, the first frame of a connection that is to have a session.
     *
     * @param auth what the client proves itself with, at each resume anew; null for nothing, or when an Auth came before
     * @param name the client's own, by which others reach it; null for none
     * @param expiryMillis how long the session is kept without a connection; negative: as the gateway is configured
     * @param window what the client is ready to take
     * @param heartbeatMillis the client says something at least this often; 0: as the gateway is configured
     * @param resume the session the client had; null for a new one
     */
    public record Hello(
            int version,
            @Nullable Token auth,
            @Nullable String name,
            long expiryMillis,
            Window window,
            long heartbeatMillis,
            @Nullable Resume resume)
            implements Frame {
        @Override
        public Kind kind() {
            return Kind.HELLO;
        }
    }

    /**
     * What proves that a client is the one a session belongs to, and where it stands.
     *
     * @param session its id
     * @param epoch of the last welcome the client has seen
     * @param counter higher than in every resume of this session before
     * @param received the highest number of the gateway's frames that the client has taken responsibility for
     * @param floor the lowest number of its own frames that the client still keeps: what is below was acknowledged
     * @param proof 32 bytes in lower-case hex
     * @param cause why the last connection ended, in the client's words; null when it does not say
     */
    public record Resume(
            String session,
            long epoch,
            long counter,
            long received,
            long floor,
            String proof,
            @Nullable String cause) {}

    /**
     * Gateway to client: the answer to a hello.
     *
     * @param state {@code new}, {@code resumed}, or {@code partial}: resumed, and a gap follows
     * @param received the highest number of the client's frames that the gateway has taken responsibility for
     * @param replay frames that follow because the client has not acknowledged them
     * @param secret in a new session: the resume secret, 32 bytes in hex, said only here
     * @param nonce in a resumed one: what the next secret is derived with
     * @param expiryMillis how long the session is kept without a connection
     * @param heartbeat how often the client has to say something, and when the gateway gives a silent connection up
     * @param window what the gateway is ready to take
     * @param gateway its name
     * @param alternatives other gateways, {@code host:port}
     * @param guarantee what holds now, in a few words
     * @param outcomes what became of frames up to {@code received}, as far as the client may not know it
     * @param refused why a resume led to a new session; null when it did not
     */
    public record Welcome(
            int version,
            String session,
            @Nullable String name,
            long epoch,
            String state,
            long received,
            long replay,
            @Nullable String secret,
            @Nullable String nonce,
            long expiryMillis,
            Heartbeat heartbeat,
            Limits limits,
            Window window,
            Observed observed,
            String gateway,
            List<String> alternatives,
            String guarantee,
            List<Outcome> outcomes,
            @Nullable Refused refused)
            implements Frame {
        @Override
        public Kind kind() {
            return Kind.WELCOME;
        }
    }

    /** Milliseconds. */
    public record Heartbeat(long interval, long timeout) {}

    /** What the gateway takes of one client. */
    public record Limits(int frame, int registrations, int pending) {}

    /**
     * The client as the gateway sees it.
     *
     * @param changed whether it was seen elsewhere before
     */
    public record Observed(String ip, int port, boolean changed) {}

    /**
     * Why a session could not be resumed, and how far it had got.
     *
     * @param received the highest number of the client's frames that was taken; negative when nobody remembers
     */
    public record Refused(FailCode code, long received) {}

    /**
     * Either direction: responsibility has been taken for every numbered frame up to {@code received}.
     *
     * @param window what the other side may have on its way from now on; null: as before
     * @param outcomes of frames up to {@code received}, when they are anything but good
     */
    public record Ack(long received, @Nullable Window window, List<Outcome> outcomes) implements Frame {
        public static Ack of(long received) {
            return new Ack(received, null, List.of());
        }

        @Override
        public Kind kind() {
            return Kind.ACK;
        }
    }

    /** What became of the frame with the number {@code n}, when it could not be done. */
    public record Outcome(long n, FailCode code, String message) {}

    /**
     * Gateway to client, numbered: what could not be kept. Its number stands for all of theirs.
     *
     * @param from the first number it stands for; its own is the last
     * @param count messages that were not kept
     * @param address they were for, when it is the same for all
     * @param sinceMillis when the first of them came, in milliseconds of Unix time
     * @param untilMillis when the last did
     * @param why a sentence for people
     */
    public record Gap(
            long from,
            long count,
            @Nullable String address,
            long sinceMillis,
            long untilMillis,
            FailCode code,
            String why)
            implements Frame {
        @Override
        public Kind kind() {
            return Kind.GAP;
        }
    }

    /**
     * Gateway to client: it does not keep up, and what will be done at the limit.
     *
     * @param ageMillis of the oldest message that waits
     * @param policy {@code confirm}, {@code drop-oldest}, {@code latest} or {@code close}
     */
    public record Slow(long messages, long bytes, long ageMillis, Window limit, String policy) implements Frame {
        @Override
        public Kind kind() {
            return Kind.SLOW;
        }
    }

    /** Gateway to client: what is promised for what the session is owed has changed; the words of {@link Welcome#guarantee}. */
    public record Guarantee(String guarantee) implements Frame {
        @Override
        public Kind kind() {
            return Kind.GUARANTEE;
        }
    }

    /** Gateway to client: connect again, best to one of these, before this time has passed. */
    public record GoAway(long withinMillis, String why, List<String> alternatives) implements Frame {
        @Override
        public Kind kind() {
            return Kind.GOAWAY;
        }
    }

    /** Gateway to client: a newer connection has the session now. {@code by} is where it comes from, {@code ip:port}. */
    public record Moved(long epoch, String by) implements Frame {
        @Override
        public Kind kind() {
            return Kind.MOVED;
        }
    }

    /**
     * A clean end of the connection. Client to gateway it ends the session as well, unless {@code keep}; gateway to client it says that
     * this has been done.
     */
    public record Bye(boolean keep) implements Frame {
        @Override
        public Kind kind() {
            return Kind.BYE;
        }
    }

    /**
     * A frame and what its session adds to it.
     *
     * @param n its number, from 1 on, one more than the one before; 0 when it has none
     * @param received an {@link Ack} that rides along: its number; negative when there is none
     * @param redelivered it was sent before, on a connection that is gone; only a {@link Frame.Message} says so on the wire
     */
    public record Stamped(long n, long received, boolean redelivered, Frame frame) implements Frame {
        /** Only a number. */
        public static Stamped of(long n, Frame frame) {
            return new Stamped(n, -1, false, frame);
        }

        /**
         * What takes the place of a message whose body the dialect cannot write: a gap with its number and its address, which for an
         * answer is the label of its request.
         */
        public Stamped unwritable(Frame.Err why, long nowMillis) {
            if (!(frame instanceof Frame.Message m)) {
                return this;
            }
            Frame instead = new Gap(n, 1, m.address(), nowMillis, nowMillis, FailCode.NOT_WRITABLE, why.message());
            return new Stamped(n, received, redelivered, instead);
        }

        @Override
        public Kind kind() {
            return Kind.STAMPED;
        }
    }
}

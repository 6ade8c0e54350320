package io.busport.wire;

import io.busport.wire.LoginFrames.Auth;
import io.busport.wire.LoginFrames.Authenticated;
import io.busport.wire.SessionFrames.Ack;
import io.busport.wire.SessionFrames.Bye;
import io.busport.wire.SessionFrames.Gap;
import io.busport.wire.SessionFrames.GoAway;
import io.busport.wire.SessionFrames.Guarantee;
import io.busport.wire.SessionFrames.Hello;
import io.busport.wire.SessionFrames.Moved;
import io.busport.wire.SessionFrames.Slow;
import io.busport.wire.SessionFrames.Stamped;
import io.busport.wire.SessionFrames.Welcome;
import org.jspecify.annotations.Nullable;

/**
 * One unit on the wire, independent of the dialect that writes it.
 *
 * <pre>
 *   client ──────────────────────────────────────────────► gateway
 *     Auth · Ping · Register · Unregister · Publish · Send       in a session also Hello · Ack · Pong · Bye, and any of these Stamped
 *
 *   client ◄────────────────────────────────────────────── gateway
 *     Authenticated · Pong · Message · Err                       in a session also Welcome · Ack · Gap · Slow · GoAway · Moved · Bye
 * </pre>
 *
 * <p>Those of a session are in {@link SessionFrames}, the first of each row in {@link LoginFrames}.
 *
 * <p>A {@link Send} with a reply address is a request: exactly one {@link Message} or {@link Err} with that address comes back. A
 * {@link Message} with a reply address is a request the other way round, and is answered by a {@link Send} to it.
 *
 * <p>A body is what the event bus carries: null, a {@code String}, {@code Boolean} or number, a {@code JsonObject} or {@code JsonArray},
 * a {@code Buffer}. Whoever decodes a frame gives its body away: nobody else holds it.
 */
public sealed interface Frame
        permits Frame.Ping,
                Frame.Pong,
                Frame.Register,
                Frame.Unregister,
                Frame.Publish,
                Frame.Send,
                Frame.Message,
                Frame.Err,
                Auth,
                Authenticated,
                Hello,
                Welcome,
                Ack,
                Gap,
                Slow,
                Guarantee,
                GoAway,
                Moved,
                Bye,
                Stamped {

    /** For a {@code switch}; each record has one of its own. */
    enum Kind {
        PING,
        PONG,
        REGISTER,
        UNREGISTER,
        PUBLISH,
        SEND,
        MESSAGE,
        ERR,
        AUTH,
        AUTHENTICATED,
        HELLO,
        WELCOME,
        ACK,
        GAP,
        SLOW,
        GUARANTEE,
        GOAWAY,
        MOVED,
        BYE,
        STAMPED
    }

    Kind kind();

    /** An echo that nobody asked for. */
    long NO_ECHO = -1;

    /**
     * Asks for a sign of life.
     *
     * @param echo comes back in the answer; {@link #NO_ECHO} for none
     */
    record Ping(long echo) implements Frame {
        public static final Ping PING = new Ping(NO_ECHO);

        @Override
        public Kind kind() {
            return Kind.PING;
        }
    }

    /**
     * The sign of life.
     *
     * @param echo what the ping brought; {@link #NO_ECHO} when it brought none
     */
    record Pong(long echo) implements Frame {
        public static final Pong PONG = new Pong(NO_ECHO);

        @Override
        public Kind kind() {
            return Kind.PONG;
        }
    }

    /**
     * The client wants to hear an address.
     *
     * @param replyAddress where the client wants to be told that it is so, or null; the bridge dialect has no word for it
     */
    record Register(String address, @Nullable String replyAddress) implements Frame {
        @Override
        public Kind kind() {
            return Kind.REGISTER;
        }
    }

    /** As {@link Register}: the client does not want to hear it any more. */
    record Unregister(String address, @Nullable String replyAddress) implements Frame {
        @Override
        public Kind kind() {
            return Kind.UNREGISTER;
        }
    }

    /**
     * To everyone who hears the address.
     *
     * @param localOnly not to other nodes of a cluster
     * @param size bytes it took on the wire, for the limits
     */
    record Publish(
            String address, Headers headers, @Nullable Object body, boolean localOnly, int size) implements Frame {
        @Override
        public Kind kind() {
            return Kind.PUBLISH;
        }
    }

    /**
     * To one of those who serve the address.
     *
     * @param replyAddress the client's own label for the answer; null: no answer is wanted
     * @param failure the address is where a message came from that wants an answer, and it fails; null: {@code body} is the answer
     * @param timeoutMillis how long an answer may take; 0: as long as the gateway is configured for
     * @param localOnly not to other nodes of a cluster
     * @param size bytes it took on the wire, for the limits
     */
    record Send(
            String address,
            @Nullable String replyAddress,
            Headers headers,
            @Nullable Object body,
            @Nullable Failure failure,
            long timeoutMillis,
            boolean localOnly,
            int size)
            implements Frame {

        /** Only a body for an address. */
        public static Send of(String address, Object body, int size) {
            return new Send(address, null, Headers.NONE, body, null, 0, false, size);
        }

        @Override
        public Kind kind() {
            return Kind.SEND;
        }
    }

    /**
     * Gateway to client: an answer, or what was sent or published to an address the client hears.
     *
     * @param address the label of the request it answers, or the address it was sent to
     * @param replyAddress where the client may answer it, once; null: no answer is wanted
     * @param body as the event bus carried it, not to be changed: others may read it too
     * @param send false when it was published
     */
    record Message(
            String address,
            @Nullable String replyAddress,
            Headers headers,
            @Nullable Object body,
            boolean send) implements Frame {
        /** Only a body from an address; sent, not published. */
        public static Message of(String address, @Nullable Object body) {
            return new Message(address, null, Headers.NONE, body, true);
        }

        /** The same, from somebody who wants an answer. */
        public Message withReplyAddress(String where) {
            return new Message(address, where, headers, body, send);
        }

        @Override
        public Kind kind() {
            return Kind.MESSAGE;
        }
    }

    /**
     * Gateway to client: what could not be done.
     *
     * @param message a sentence for people, without the marks of a dialect
     * @param address the label of the request that failed; null when it had none
     * @param sourceAddress the address that was asked; null when none is known
     * @param failure what the event bus said, to the letter; null when it was not asked
     */
    record Err(
            FailCode code,
            String message,
            @Nullable String address,
            @Nullable String sourceAddress,
            @Nullable Failure failure)
            implements Frame {

        public static Err of(FailCode code, String message) {
            return new Err(code, message, null, null, null);
        }

        /** The same, as the answer to a request. */
        public Err to(@Nullable String label, @Nullable String asked) {
            return new Err(code, message, label, asked, failure);
        }

        @Override
        public Kind kind() {
            return Kind.ERR;
        }
    }

    /** How a request fails on the event bus: a number and perhaps a text of its consumer's own. */
    record Failure(int code, @Nullable String message) {}
}

package io.busport.session;

import io.busport.wire.Frame;
import io.vertx.core.Future;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One client's way to everybody else. Implemented by routing; used on the event loop that owns the session. */
public interface Router {
    /** Makes the routers of one event loop, on that loop. */
    interface Factory {
        /** For text connections: the addresses are the operator's choice, and no rule is asked. */
        Router forText(Origin origin);

        /** For connections and sessions whose frames name their addresses: the permission rules decide. */
        Router forFrames(Origin origin);
    }

    /**
     * Asks one of those who serve the address of a message.
     *
     * @param n the number of the message in its session; 0 without one
     * @param answer called exactly once: a failure is an answer too
     */
    void request(Frame.Send message, long n, Answer answer);

    /**
     * Gives a message to one of those who serve its address, and to nobody when there is none: nobody is waiting.
     *
     * @return why it is refused; null when it is not
     */
    Frame.@Nullable Err send(Frame.Send message);

    /** As {@link #send}, to everybody who hears the address. */
    Frame.@Nullable Err publish(Frame.Publish message);

    /**
     * As {@link #send}, for somebody who wants to know what became of it.
     *
     * @param n the number of the message in its session
     * @return done when responsibility for the message has been taken: everybody of this process who heard it has it, and nobody who
     *     hears the address has asked senders to wait. What could not be done, or null
     */
    Future<Frame.@Nullable Err> hand(Frame.Send message, long n);

    /** As {@link #publish}, in the same way. */
    Future<Frame.@Nullable Err> hand(Frame.Publish message, long n);

    /**
     * Whether the client may hear an address.
     *
     * @return why not; null when it may
     */
    Frame.@Nullable Err refusalToHear(String address);

    /** Hears an address, whatever {@link #refusalToHear} says, until {@link Registration#cancel()}. */
    Registration register(String address, Subscriber subscriber);

    /** The client comes from somewhere else from now on. */
    void moved(Origin origin);

    /** Done when everything sent and published so far has reached those of this process who hear it: what holds a publisher back. */
    Future<Void> settled();

    /** Takes what answers a request. */
    @FunctionalInterface
    interface Answer {
        /**
         * @param frame a {@link Frame.Message} or {@link Frame.Err} that carries the label of its request
         * @param asker who sent the message and wants an answer in turn; null: nobody
         */
        void take(Frame frame, @Nullable Asker asker);
    }

    /** Hears an address. */
    @FunctionalInterface
    interface Subscriber {
        /**
         * @param asker who wants an answer to the message; null: nobody
         * @return false when this subscriber cannot take it, and another may
         */
        boolean take(Frame.Message message, @Nullable Asker asker);

        /**
         * The same, for those who have to recognise what comes twice.
         *
         * @param id what a message of a session is known by, {@code session/n}; null: it is none
         */
        default boolean take(Frame.Message message, @Nullable Asker asker, @Nullable String id) {
            return take(message, asker);
        }

        /** A message of a session that may have been lost comes again, published. Who cannot recognise it has had its one chance. */
        default void repeat(Frame.Message message, String id) {}
    }

    /** Somebody who waits for the client's answer. One call of one method, and it is answered. */
    interface Asker {
        void reply(Frame.Send answer);

        /** Answers with a message that wants an answer itself. */
        void replyAndRequest(Frame.Send answer, Answer next);

        void fail(int code, @Nullable String message);
    }

    /** One subscriber of one address. */
    interface Registration {
        /** Done when a message to the address reaches the subscriber, wherever it is sent. */
        Future<Void> effective();

        /**
         * Whether those who are told when their message has arrived should wait with what they have for this address.
         *
         * @param wait true once, and then false once
         */
        void hold(boolean wait);

        /** Ends it; done when nobody routes to it any more. Nothing reaches the subscriber from now on. */
        Future<Void> cancel();
    }

    /**
     * Where a message comes from, as its consumer sees it.
     *
     * @param connection id of the connection
     * @param peer the observed address, {@code ip:port}
     * @param session id of the session; null without one
     * @param principal who the client has proven to be; empty when it has not
     * @param authorities what its principal is allowed
     */
    record Origin(String connection, String peer, @Nullable String session, String principal, Set<String> authorities) {
        /** Of a client that has proven nothing. */
        public static Origin of(String connection, String peer) {
            return new Origin(connection, peer, null, "", Set.of());
        }

        /** The same, in a session. */
        public Origin in(String id) {
            return new Origin(connection, peer, id, principal, authorities);
        }
    }
}

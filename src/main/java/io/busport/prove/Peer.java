package io.busport.prove;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A client as a proof sees it. It connects by itself, as often as it must, until it is closed.
 *
 * <p>Belongs to the event loop of the proof: it is called there, and calls there.
 */
interface Peer {
    /** What a peer tells about itself. */
    interface Events {
        /** @param cause one word or a few: {@code silent}, {@code reset} */
        void lost(String peer, String cause);

        /** The connection is there again. */
        void back(String peer, String how);

        /** Messages that the gateway could not deliver. */
        void gap(String peer, long messages, String why);

        /** Anything else that somebody may want to know. */
        void say(String peer, String text);
    }

    /** Completes when it is connected for the first time. */
    Future<Void> connect();

    /**
     * Hears addresses from now on.
     *
     * @param heard gets the body of each message
     * @return completes when whatever is published from now on will be heard
     */
    Future<Void> subscribe(List<String> addresses, Consumer<@Nullable Object> heard);

    /** @return completes when the peer has reason to believe that it will arrive */
    Future<Void> publish(String address, JsonObject body);

    /** Whether publishing is better put off. */
    boolean isFull();

    Future<Void> close();
}

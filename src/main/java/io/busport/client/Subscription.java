package io.busport.client;

import io.vertx.core.Future;

/** A handler on an address. It survives connections and, registered again, sessions. */
public interface Subscription {
    String address();

    /** The handler hears nothing from now on; done when the gateway knows it. */
    Future<Void> cancel();
}

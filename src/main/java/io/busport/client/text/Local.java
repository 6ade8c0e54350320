package io.busport.client.text;

import io.vertx.core.eventbus.DeliveryOptions;
import java.util.concurrent.TimeUnit;

/** Delivery on the local event bus: between the verticles of this process, never to a cluster. */
public final class Local {
    public static final DeliveryOptions ONLY = new DeliveryOptions().setLocalOnly(true);
    /** For requests whose answer is back-pressure: it may take as long as somebody does not read. */
    public static final DeliveryOptions PATIENTLY =
            new DeliveryOptions().setLocalOnly(true).setSendTimeout(TimeUnit.DAYS.toMillis(365));

    private Local() {}
}

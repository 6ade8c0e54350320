package io.busport.client.text;

/** Where a {@link TextClientVerticle} is found on the local event bus. */
public final class TextClientAddresses {
    /**
     * Request: a message for the gateway, one line of text. Answered when it has been taken; while too much is unanswered that takes
     * until there is room again, so whoever waits for it cannot run ahead of the connection.
     */
    public static final String SEND = "busport.client.send";
    /**
     * Request, made by the client verticle: one line from the gateway, to be answered when it has been dealt with. Reading from the
     * connection stops while too many are not.
     */
    public static final String RECEIVED = "busport.client.received";
    /** Published: what happens to the connection, as {@link TextClientEvent#toJson()}. */
    public static final String EVENTS = "busport.client.events";
    /** Request: no more messages follow. Answered when every one is answered; fails when that cannot be had. */
    public static final String FINISH = "busport.client.finish";

    private TextClientAddresses() {}
}

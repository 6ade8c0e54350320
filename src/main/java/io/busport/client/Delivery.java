package io.busport.client;

import io.busport.wire.Headers;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** A message that came: something sent or published to an address, or the answer to a request. On the client's event loop. */
public interface Delivery {
    String address();

    Headers headers();

    /** As the event bus carried it. Not to be changed: other handlers may have it too. */
    @Nullable
    Object body();

    /** False when it was published. */
    boolean isSend();

    /** Whether somebody waits for an answer. */
    boolean isRequest();

    /** Its number in the session: rises by one with each frame from the gateway, and starts anew in a new session. */
    long number();

    /** Whether it was sent before, on a connection that is gone. It may have been handled by a process before this one. */
    boolean redelivered();

    /**
     * Answers it, once. Done when the gateway has taken responsibility for the answer. What is refused at once, such as a body that cannot be
     * written, has been no answer: another one may be tried.
     */
    default Future<Void> reply(@Nullable Object body) {
        return reply(body, Headers.NONE);
    }

    /** As {@link #reply(Object)}, with headers. */
    Future<Void> reply(@Nullable Object body, Headers headers);

    /** Answers it with something that wants an answer itself. */
    default Future<Delivery> replyAndRequest(@Nullable Object body) {
        return replyAndRequest(body, Headers.NONE);
    }

    /** As {@link #replyAndRequest(Object)}, with headers. */
    Future<Delivery> replyAndRequest(@Nullable Object body, Headers headers);

    /** Lets the request fail. */
    Future<Void> fail(int code, String message);
}

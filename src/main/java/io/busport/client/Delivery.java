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

    /** Answers it, once. Done when the gateway has taken responsibility for the answer. */
    Future<Void> reply(@Nullable Object body);

    /** Answers it with something that wants an answer itself. */
    Future<Delivery> replyAndRequest(@Nullable Object body);

    /** Lets the request fail. */
    Future<Void> fail(int code, String message);
}

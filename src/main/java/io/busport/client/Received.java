package io.busport.client;

import io.busport.wire.Frame.Failure;
import io.busport.wire.Frame.Message;
import io.busport.wire.Headers;
import io.vertx.core.Future;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A message and the way back. */
final class Received implements Delivery {
    /** Sends answers. From any thread. */
    interface Answers {
        Future<Void> send(String address, @Nullable Object body, Headers headers, @Nullable Failure failure);

        Future<Delivery> request(String address, @Nullable Object body, Headers headers);
    }

    private final Message message;
    private final long number;
    private final boolean redelivered;
    private final Answers answers;
    private boolean answered;

    Received(Message message, long number, boolean redelivered, Answers answers) {
        this.message = message;
        this.number = number;
        this.redelivered = redelivered;
        this.answers = answers;
    }

    @Override
    public String address() {
        return message.address();
    }

    @Override
    public Headers headers() {
        return message.headers();
    }

    @Override
    public @Nullable Object body() {
        return message.body();
    }

    @Override
    public boolean isSend() {
        return message.send();
    }

    @Override
    public boolean isRequest() {
        return message.replyAddress() != null;
    }

    @Override
    public long number() {
        return number;
    }

    @Override
    public boolean redelivered() {
        return redelivered;
    }

    @Override
    public Future<Void> reply(@Nullable Object body, Headers headers) {
        return answer(to -> answers.send(to, Bodies.own(body), headers, null));
    }

    @Override
    public Future<Delivery> replyAndRequest(@Nullable Object body, Headers headers) {
        return answer(to -> answers.request(to, Bodies.own(body), headers));
    }

    @Override
    public Future<Void> fail(int code, String text) {
        return answer(to -> answers.send(to, null, Headers.NONE, new Failure(code, text)));
    }

    /** Whether it still waits for an answer. */
    boolean isOwed() {
        return isRequest() && !answered;
    }

    /** An answer that is refused at once is none. */
    private <T> Future<T> answer(Function<String, Future<T>> action) {
        String to = message.replyAddress();
        if (to == null || answered) {
            throw new IllegalStateException(
                    answered ? "a second answer (expected: one)" : "an answer to a message that wants none");
        }
        Future<T> taken;
        try {
            taken = action.apply(to);
        } catch (BusportException e) {
            taken = Future.failedFuture(e);
        }
        answered = !taken.failed();
        return taken;
    }

    @Override
    public String toString() {
        return "Delivery[" + number + ", " + address() + ", " + body() + "]";
    }
}

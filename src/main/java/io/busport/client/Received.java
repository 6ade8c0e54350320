package io.busport.client;

import io.busport.wire.Frame.Failure;
import io.busport.wire.Frame.Message;
import io.busport.wire.Headers;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** A message and the way back. */
final class Received implements Delivery {
    /** Sends answers. From any thread. */
    interface Answers {
        Future<Void> send(String address, @Nullable Object body, @Nullable Failure failure);

        Future<Delivery> request(String address, @Nullable Object body);
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
    public Future<Void> reply(@Nullable Object body) {
        return answers.send(way(), body, null);
    }

    @Override
    public Future<Delivery> replyAndRequest(@Nullable Object body) {
        return answers.request(way(), body);
    }

    @Override
    public Future<Void> fail(int code, String text) {
        return answers.send(way(), null, new Failure(code, text));
    }

    /** Whether it still waits for an answer. */
    boolean isOwed() {
        return isRequest() && !answered;
    }

    private String way() {
        String to = message.replyAddress();
        if (to == null || answered) {
            throw new IllegalStateException(
                    answered ? "a second answer (expected: one)" : "an answer to a message that wants none");
        }
        answered = true;
        return to;
    }

    @Override
    public String toString() {
        return "Delivery[" + number + ", " + address() + ", " + body() + "]";
    }
}

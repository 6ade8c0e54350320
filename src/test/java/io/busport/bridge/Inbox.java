package io.busport.bridge;

import io.vertx.core.Handler;
import io.vertx.core.eventbus.Message;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What a consumer on the bus has received. */
final class Inbox implements Handler<Message<Object>> {
    private final Talk talk;
    private final BlockingQueue<Message<Object>> messages = new LinkedBlockingQueue<>();

    Inbox(Talk talk) {
        this.talk = talk;
    }

    @Override
    public void handle(Message<Object> message) {
        messages.add(message);
    }

    /** The next message, which is recorded; waits for it. */
    Message<Object> receives() {
        try {
            Message<Object> message = messages.poll(talk.bridge().patience().toMillis(), TimeUnit.MILLISECONDS);
            if (message == null) {
                throw new AssertionError(
                        "nothing came over the bus within " + talk.bridge().patience());
            }
            talk.noteOfBus("receives " + (message.isSend() ? "sent " : "published ") + Talk.describe(message));
            return message;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}

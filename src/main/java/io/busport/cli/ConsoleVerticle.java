package io.busport.cli;

import io.busport.client.text.Local;
import io.busport.client.text.TextClientAddresses;
import io.busport.client.text.TextClientEvent;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A console on the local event bus. It knows no connection: what is typed goes to {@link TextClientAddresses#SEND}, what comes from
 * {@link TextClientAddresses#RECEIVED} is printed. A worker verticle, because printing may block.
 */
final class ConsoleVerticle extends VerticleBase {
    /** While a gateway stays away, one line in this time is enough. */
    private static final long SAY_AGAIN_NANOS = 10_000_000_000L;

    private final Console console;
    private boolean unreachable;
    private long saidAt;

    ConsoleVerticle(Console console) {
        this.console = console;
    }

    @Override
    public Future<?> start() {
        return vertx.eventBus()
                .<String>localConsumer(TextClientAddresses.RECEIVED, this::print)
                .completion()
                .compose(v -> vertx.eventBus()
                        .<JsonObject>localConsumer(
                                TextClientAddresses.EVENTS, e -> say(TextClientEvent.fromJson(e.body())))
                        .completion());
    }

    /**
     * Reads until the end of the input, then waits for the answers that are still due. Blocks: call it from the main thread.
     *
     * @return whether everything was answered
     */
    boolean talk() {
        String line;
        try {
            while ((line = console.readLine()) != null) {
                ask(TextClientAddresses.SEND, line);
            }
            ask(TextClientAddresses.FINISH, null);
            return true;
        } catch (RuntimeException e) {
            console.say(String.valueOf(e.getMessage()));
            return false;
        }
    }

    private void ask(String address, @Nullable String body) {
        var unused = vertx.eventBus().request(address, body, Local.PATIENTLY).await();
    }

    private void print(Message<String> message) {
        console.print(message.body());
        message.reply(null);
    }

    private void say(TextClientEvent event) {
        switch (event.kind()) {
            case CONNECTED -> {
                unreachable = false;
                console.say("Connected to server at " + event.endpoint());
            }
            case LOST ->
                console.say("Connection to " + event.endpoint() + " lost: " + event.reason()
                        + "; messages without an answer: " + event.unanswered() + ". Connecting again.");
            case UNREACHABLE -> {
                long now = System.nanoTime();
                if (!unreachable || now - saidAt > SAY_AGAIN_NANOS) {
                    unreachable = true;
                    saidAt = now;
                    console.say("Still trying: " + event.reason());
                }
            }
            case DISMISSED -> console.say("The server ends the connection: " + event.reason());
        }
    }
}

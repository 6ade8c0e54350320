package io.busport.cli;

import io.busport.client.BusportClient;
import io.busport.client.Delivery;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints what it hears. */
@Command(
        name = "subscribe",
        description = {
            "Hear addresses. Prints the body of each message; it is acknowledged when it is printed.",
            "Ends after --count messages, or with Ctrl-C."
        })
final class SubscribeCommand implements Callable<Integer> {
    /** Nothing is on its way to the gateway that would be waited for. */
    private static final Duration GOODBYE = Duration.ofSeconds(1);

    @Mixin
    private SessionMixin session;

    @Parameters(paramLabel = "ADDR", arity = "1..*", description = "Event bus addresses.")
    private List<String> addresses;

    @Option(
            names = "--json",
            description = "Print an object for each message, with address, headers, body, number and redelivered.")
    private boolean json;

    @Option(names = "--count", description = "End after so many messages.")
    private @Nullable Long count;

    private final Listening listening = new Listening();

    @SuppressWarnings("NullAway.Init") // picocli sets the fields
    SubscribeCommand() {}

    @Override
    public Integer call() {
        try {
            listening.until(count);
            return session.run(o -> o.closeTimeout(GOODBYE), listening::fail, this::listen);
        } finally {
            listening.closed();
        }
    }

    private boolean listen(Vertx vertx, BusportClient client) {
        // Whoever reads standard output may be slow; then the gateway waits, because nothing is acknowledged.
        WorkerExecutor printer = vertx.createSharedWorkerExecutor("busport-printer", 1);
        Function<Delivery, Future<?>> handler =
                delivery -> listening.take(() -> printer.executeBlocking(() -> print(delivery)));
        for (String address : addresses) {
            var unused = client.process(address, handler).await();
        }
        System.err.println("Listening to " + String.join(", ", addresses));
        return listening.await();
    }

    private boolean print(Delivery delivery) {
        System.out.println(json ? toJson(delivery).encode() : BodyText.print(delivery.body(), false));
        if (System.out.checkError()) {
            listening.fail("standard output is closed");
        }
        return true;
    }

    private static JsonObject toJson(Delivery delivery) {
        JsonObject headers = new JsonObject();
        delivery.headers().forEach(headers::put);
        return new JsonObject()
                .put("address", delivery.address())
                .put("headers", headers)
                .put("body", delivery.body())
                .put("send", delivery.isSend())
                .put("number", delivery.number())
                .put("redelivered", delivery.redelivered());
    }
}

package io.busport.cli;

import io.busport.client.BusportClient;
import io.busport.client.Delivery;
import io.busport.wire.Headers;
import io.vertx.core.Future;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Asks, and prints the answers. */
@Command(
        name = "request",
        description = {
            "Ask one of those who serve an address. Prints the body of each answer, in the order of the requests.",
            "Exit code 0: all of it was answered."
        })
final class RequestCommand extends SayCommand {
    @Option(
            names = "--timeout",
            defaultValue = "30s",
            converter = DurationConverter.class,
            description = "How long an answer may take. Default: ${DEFAULT-VALUE}.")
    private Duration timeout;

    @SuppressWarnings("NullAway.Init") // picocli sets the fields
    RequestCommand() {}

    @Override
    Future<?> say(BusportClient client, String address, @Nullable Object body, Headers headers) {
        return client.request(address, body, headers, timeout);
    }

    @Override
    void print(@Nullable Object result) {
        if (result instanceof Delivery answer) {
            System.out.println(BodyText.print(answer.body(), json));
        }
    }
}

package io.busport.cli;

import io.busport.client.BusportClient;
import io.busport.wire.Headers;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** Publishes, and waits until the gateway has taken responsibility. */
@Command(
        name = "publish",
        description = {
            "Publish to everyone who hears an address. Prints nothing.",
            "Exit code 0: the gateway has taken responsibility for all of it."
        })
final class PublishCommand extends SayCommand {
    @Override
    Future<?> say(BusportClient client, String address, @Nullable Object body, Headers headers) {
        return client.publish(address, body, headers);
    }
}

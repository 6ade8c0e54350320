package io.busport.cli;

import io.busport.client.BusportClient;
import io.busport.wire.Headers;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** Sends, and waits until the gateway has taken responsibility. */
@Command(
        name = "send",
        description = {
            "Send to one of those who serve an address. Prints nothing.",
            "Exit code 0: the gateway has taken responsibility for all of it."
        })
final class SendCommand extends SayCommand {
    @Override
    Future<?> say(BusportClient client, String address, @Nullable Object body, Headers headers) {
        return client.send(address, body, headers);
    }
}

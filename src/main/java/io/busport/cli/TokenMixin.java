package io.busport.cli;

import io.busport.client.TokenSource;
import io.busport.config.Environment;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What commands prove themselves with that are clients. */
final class TokenMixin {
    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = {
                "What the client proves itself with; @FILE is read for each connection.",
                "Default: the variable BUSPORT_TOKEN, which others on this machine do not see."
            })
    private @Nullable String token;

    /** For a client that is told without it as well. */
    @Nullable
    String said() {
        return token == null ? System.getenv(Environment.TOKEN) : token;
    }

    Supplier<@Nullable String> source() {
        return TokenSource.of(said());
    }
}

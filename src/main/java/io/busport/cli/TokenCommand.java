package io.busport.cli;

import io.busport.config.Units;
import io.busport.security.TokenEntry;
import io.busport.security.TokenHash;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a token: what the client says, and what the gateway knows it by. */
@Command(
        name = "token",
        description = {
            "Make a token for a client.",
            "The first line of output is the token: it is kept nowhere, so give it to the client now. The second line is for the"
                    + " file that auth.tokens.file names, and is no secret to speak of."
        })
final class TokenCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "The principal: who the client is to services and in the log.")
    private String name;

    @Option(
            names = "--authority",
            paramLabel = "AUTHORITY",
            split = ",",
            description = "What it may do, as requiredAuthority in the permission rules says it. May be repeated.")
    private List<String> authorities = List.of();

    @Option(
            names = "--expires",
            paramLabel = "WHEN",
            description = "From now on (720h), or a time (2027-01-01T00:00:00Z). Default: never.")
    private @Nullable String expires;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the fields
    TokenCommand() {}

    @Override
    public Integer call() {
        String token = TokenHash.newToken();
        try {
            System.out.println(token + "\n"
                    + TokenEntry.of(name, token, Set.copyOf(authorities), until())
                            .toLine());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        }
        return Busport.OK;
    }

    private @Nullable Instant until() {
        if (expires == null) {
            return null;
        }
        Duration later = Units.parseDuration(expires);
        try {
            return later == null
                    ? Instant.parse(expires)
                    : Instant.now().plus(later).truncatedTo(ChronoUnit.SECONDS);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("--expires " + expires
                    + " (expected: a duration such as 720h, or a time such as 2027-01-01T00:00:00Z)");
        }
    }
}

package io.busport.cli;

import io.busport.security.tls.ClientTls;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How a command that calls a gateway does it with TLS. Naming a file is asking for it. */
final class TlsMixin {
    @Option(
            names = "--tls",
            description = "Connect with TLS. The gateway's certificate has to be for the host that is called.")
    private boolean tls;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description =
                    "PEM file of the CAs that may have signed the gateway's certificate, instead of those that Java trusts.")
    private @Nullable String ca;

    @Option(
            names = "--cert",
            paramLabel = "FILE",
            description = "PEM file of a certificate of our own, for a gateway that asks.")
    private @Nullable String cert;

    @Option(names = "--key", paramLabel = "FILE", description = "PEM file of its private key.")
    private @Nullable String key;

    @Option(
            names = "--server-name",
            paramLabel = "HOST",
            description = "The host that the gateway's certificate is for, where that is not the one that is called.")
    private @Nullable String serverName;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the fields
    TlsMixin() {}

    /** Null without TLS. */
    @Nullable
    ClientTls client() {
        if (!tls && Stream.of(ca, cert, key, serverName).allMatch(option -> option == null)) {
            return null;
        }
        try {
            return new ClientTls(ca, cert, key, serverName);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--cert, --key: " + e.getMessage());
        }
    }
}

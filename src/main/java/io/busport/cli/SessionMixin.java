package io.busport.cli;

import io.busport.client.BusportClient;
import io.busport.client.Endpoint;
import io.busport.client.SessionEvent;
import io.busport.client.SessionOptions;
import io.busport.wire.Dialect;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What all commands have in common that speak to a gateway in a session. */
final class SessionMixin {
    /** What a command does while it is connected. */
    interface Task {
        /** Blocks, on the main thread. @return whether all of it was done */
        boolean run(Vertx vertx, BusportClient client) throws Exception;
    }

    @Option(
            names = "--to",
            paramLabel = "HOST:PORT",
            required = true,
            split = ",",
            converter = EndpointConverter.class,
            description = "Addresses of the gateway, tried in turn.")
    private List<Endpoint> endpoints;

    @Option(names = "--name", description = "The name of the session, which others may send to.")
    private @Nullable String name;

    @Option(
            names = "--state",
            paramLabel = "FILE",
            description = "Where the session is kept: the next command with the same file goes on with it.")
    private @Nullable Path state;

    @Option(
            names = "--spool",
            paramLabel = "DIR",
            description = "Where messages are kept until they are acknowledged: they survive a kill of this process.")
    private @Nullable Path spool;

    @Mixin
    private TokenMixin token;

    @Option(
            names = "--dialect",
            defaultValue = "binary",
            converter = DialectConverter.class,
            description = "json-lines, bridge or binary. Default: ${DEFAULT-VALUE}.")
    private Dialect dialect;

    @Mixin
    private TlsMixin tls;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the fields
    SessionMixin() {}

    /**
     * Connects, does something, and says goodbye: what was taken is delivered first. A session in a file is kept for the next command.
     *
     * @param own what this command wants otherwise
     * @param onEnd told when the client stops by itself; not on the main thread
     * @return the exit code
     */
    int run(UnaryOperator<SessionOptions> own, Consumer<String> onEnd, Task task) {
        SessionOptions options = own.apply(options()).onEvent(event -> tell(event, onEnd));
        Vertx vertx =
                Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(1));
        try {
            BusportClient client;
            try {
                client = BusportClient.connect(vertx, options).await();
            } catch (Exception e) { // await() rethrows the cause as it is, checked or not
                System.err.println("Unable to connect to the server. " + e.getMessage());
                return Busport.FAILED;
            }
            boolean done = task.run(vertx, client);
            (state == null && spool == null ? client.close() : client.park()).await();
            return done ? Busport.OK : Busport.FAILED;
        } catch (Exception e) { // as above
            System.err.println(e.getMessage());
            return Busport.FAILED;
        } finally {
            vertx.close().await();
        }
    }

    private SessionOptions options() {
        try {
            return new SessionOptions(endpoints)
                    .dialect(dialect)
                    .name(name)
                    .tls(tls.client())
                    .token(token.source())
                    .stateFile(state)
                    .spool(spool);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        }
    }

    private static void tell(SessionEvent event, Consumer<String> onEnd) {
        switch (event.kind()) {
            case LOST -> System.err.println("Connection lost: " + event.text());
            case UNREACHABLE -> System.err.println("Still trying: " + event.text());
            case RESUMED -> System.err.println("Connected again: " + event.text());
            case PARTIAL, FRESH -> System.err.println("Connected again, not with all of it: " + event.text());
            case GAP -> System.err.println("Messages are missing: " + event.text());
            case SLOW, GUARANTEE, GOAWAY -> System.err.println(event.text());
            case MOVED, FAILED -> onEnd.accept(event.text());
            case CONNECTED, REBOUND, CLOSED -> {}
        }
    }
}

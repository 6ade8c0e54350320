package io.busport.cli;

import io.busport.Announcement;
import io.busport.client.Access;
import io.busport.client.Endpoint;
import io.busport.nat.Fault;
import io.busport.prove.Plan;
import io.busport.prove.Proof;
import io.busport.prove.Verdict;
import io.busport.security.tls.ClientTls;
import io.busport.wire.Dialect;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Whether messages arrive, each once and in order, while the path breaks. */
@Command(
        name = "prove",
        showDefaultValues = true,
        description = {
            "Publish numbered messages through a gateway, hear them again, and say what was lost, doubled or out of order.",
            "With --chaos a NAT in this process stands in the way and breaks the connections again and again.",
            "Without an address the gateway is one of its own, in this process. Exit code 1 unless the verdict is PASS."
        })
final class ProveCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "HOST:PORT",
            arity = "0..*",
            converter = EndpointConverter.class,
            description = "Addresses of the gateway, tried in turn. It must permit demo.prove.*, in and out.")
    private @Nullable List<Endpoint> endpoints;

    @Option(names = "--publishers", defaultValue = "2", description = "Clients that publish.")
    private int publishers;

    @Option(names = "--subscribers", defaultValue = "2", description = "Clients that hear all of it.")
    private int subscribers;

    @Option(names = "--rate", defaultValue = "200", description = "Messages per second in all, at most.")
    private int rate;

    @Option(names = "--duration", defaultValue = "20s", converter = DurationConverter.class, description = "How long.")
    private Duration duration;

    @Option(names = "--size", defaultValue = "128", description = "Bytes of a body, at least.")
    private int size;

    @Option(
            names = "--dialect",
            defaultValue = "binary",
            converter = DialectConverter.class,
            description = "Of the sessions: json-lines, bridge or binary.")
    private Dialect dialect;

    @Option(
            names = "--chaos",
            paramLabel = "FAULT",
            converter = FaultsConverter.class,
            description = {
                "What happens to the connections: half-open, reset, rebind, stall, stall-in, stall-out, drop, drop-in,",
                "drop-out. Several with commas, in turn."
            })
    private @Nullable List<Fault> faults;

    @Option(
            names = "--chaos-every",
            defaultValue = "5s",
            converter = DurationConverter.class,
            description = "How often. A stall takes half of it.")
    private Duration every;

    @Option(
            names = "--live",
            description = {
                "Without sessions, in the bridge dialect: what was on its way is not sent again. Shows what sessions are for.",
                "Acknowledged then only means that the socket has taken it. Works with the Vert.x bridge too."
            })
    private boolean live;

    @Option(
            names = "--quiet",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "The end is waited for until nothing has come for so long. Default: 20s, with --live 3s.")
    private @Nullable Duration quiet;

    @Mixin
    private TlsMixin tls;

    @Mixin
    private TokenMixin token;

    @Option(names = "--json", description = "Print a JSON object; times are milliseconds.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the fields
    ProveCommand() {}

    @Override
    public Integer call() {
        // Before anything is started: a wrong number is told at once.
        var unused = plan(List.of());
        Access access = access();
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        Progress progress = new Progress();
        try {
            Verdict verdict = Proof.run(vertx, plan(gateway(vertx, progress)), access, progress)
                    .await();
            progress.clear();
            System.out.println(json ? verdict.toJson().encode() : verdict);
            return verdict.passes() ? Busport.OK : Busport.FAILED;
        } catch (Exception e) { // await() rethrows the cause as it is, checked or not
            progress.clear();
            System.err.println("The proof does not begin: " + e.getMessage());
            return Busport.FAILED;
        } finally {
            vertx.close().await();
        }
    }

    private List<Endpoint> gateway(Vertx vertx, Progress progress) {
        if (endpoints != null) {
            return endpoints;
        }
        Announcement.silence();
        Endpoint own =
                new Endpoint("127.0.0.1", OwnGateway.start(vertx, "error").port());
        progress.say("A gateway of its own listens on " + own);
        return List.of(own);
    }

    private Access access() {
        List<Endpoint> called = endpoints;
        if (called == null) {
            return Access.OPEN; // its own gateway lets everybody in
        }
        ClientTls with = tls.client();
        if (with != null && with.serverName() == null && faults != null) {
            // The NAT in this process has another address than the one that the certificate is for.
            with = with.serverName(called.get(0).host());
        }
        return new Access(with, token.source());
    }

    private Plan plan(List<Endpoint> gateway) {
        try {
            return new Plan(
                    gateway,
                    live,
                    dialect,
                    publishers,
                    subscribers,
                    rate,
                    size,
                    duration,
                    faults == null ? List.of() : faults,
                    every,
                    quiet != null ? quiet : Duration.ofSeconds(live ? 3 : 20));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--" + e.getMessage());
        }
    }

    /** Writes to standard error: what happens, and on a terminal how far it is. */
    private static final class Progress implements Proof.Audience {
        private static final int WIDTH = 60;
        private final boolean shown = Console.isTerminal();
        private final long start = System.nanoTime();

        @Override
        public void say(String line) {
            clear();
            System.err.println(String.format(Locale.ROOT, "%5.1f s  %s", (System.nanoTime() - start) / 1e9, line));
        }

        @Override
        public void progress(long sent, long delivered) {
            if (shown) {
                System.err.print(String.format(Locale.ROOT, "\r%,d sent, %,d delivered", sent, delivered));
            }
        }

        void clear() {
            if (shown) {
                System.err.print("\r" + " ".repeat(WIDTH) + "\r");
            }
        }
    }
}

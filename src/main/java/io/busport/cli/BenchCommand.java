package io.busport.cli;

import io.busport.bench.Load;
import io.busport.bench.LoadGenerator;
import io.busport.bench.LoadReport;
import io.busport.client.Access;
import io.busport.client.Endpoint;
import io.busport.wire.Dialect;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** How fast a gateway answers, and whether it answers right. */
@Command(
        name = "bench",
        showDefaultValues = true,
        description = {
            "Ask an echo service through a gateway, from many connections, and check every answer.",
            "Exit code 1 when anything was not answered, or answered wrong."
        })
final class BenchCommand implements Callable<Integer> {

    @Parameters(paramLabel = "HOST:PORT", converter = EndpointConverter.class, description = "The gateway.")
    private Endpoint endpoint;

    @Option(
            names = "--dialect",
            defaultValue = "text",
            converter = DialectConverter.class,
            description = "text, json-lines, bridge or binary.")
    private Dialect dialect;

    @Option(names = "--address", defaultValue = "messages", description = "Where the echo is; text has no say in it.")
    private String address;

    @Option(names = "--connections", defaultValue = "64", description = "Connections, all of them before it begins.")
    private int connections;

    @Option(
            names = "--outstanding",
            defaultValue = "32",
            description =
                    "Requests that a connection has open at a time. Without --rate each answer calls for the next.")
    private int outstanding;

    @Option(names = "--size", defaultValue = "128", description = "Bytes of a body.")
    private int size;

    @Option(names = "--duration", defaultValue = "5s", converter = DurationConverter.class, description = "How long.")
    private Duration duration;

    @Option(
            names = "--warmup",
            defaultValue = "2s",
            converter = DurationConverter.class,
            description = "How long before that, uncounted.")
    private Duration warmup;

    @Option(
            names = "--rate",
            defaultValue = "0",
            description = {
                "Requests per second in all, sent on time whether or not answers come. Latency then counts from the time",
                "a request was due. 0: as fast as answers come."
            })
    private long rate;

    @Option(
            names = "--count",
            defaultValue = "0",
            description = "End after this many requests, without a warm-up. 0: when the time is over.")
    private long count;

    @Option(names = "--threads", defaultValue = "1", description = "Event loops that share the connections.")
    private int threads;

    @Mixin
    private TlsMixin tls;

    @Mixin
    private TokenMixin token;

    @Option(names = "--json", description = "Print a JSON object; latencies are microseconds.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the fields
    BenchCommand() {}

    @Override
    public Integer call() {
        Load load = load();
        Progress progress = new Progress();
        LoadReport report;
        try {
            report = LoadGenerator.run(load, new Access(tls.client(), token.source()), progress)
                    .await();
        } catch (Exception e) { // await() rethrows the cause as it is, checked or not
            System.err.println("Unable to connect to the server. " + e.getMessage());
            return Busport.FAILED;
        } finally {
            progress.clear();
        }
        System.out.println(json ? report.toJson().encode() : report);
        return report.isClean() ? Busport.OK : Busport.FAILED;
    }

    private Load load() {
        try {
            return new Load(
                    endpoint.host(),
                    endpoint.port(),
                    dialect,
                    address,
                    connections,
                    outstanding,
                    size,
                    count == 0 ? warmup : Duration.ZERO,
                    duration,
                    count,
                    rate,
                    threads);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--" + e.getMessage());
        }
    }

    /** For whoever sits there and waits. */
    private static final class Progress implements LongConsumer {
        private final boolean shown = Console.isTerminal();
        private final LongAdder answered = new LongAdder();

        @Override
        public void accept(long more) {
            answered.add(more);
            if (shown) {
                System.err.print(String.format(Locale.ROOT, "\r%,d answers", answered.sum()));
            }
        }

        void clear() {
            if (shown) {
                System.err.print("\r" + " ".repeat(40) + "\r");
            }
        }
    }
}

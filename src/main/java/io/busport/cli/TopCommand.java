package io.busport.cli;

import io.busport.client.Endpoint;
import io.busport.config.Units;
import io.busport.top.Look;
import io.busport.top.Screen;
import io.busport.top.Sort;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Who is connected and what is going on, again and again. */
@Command(
        name = "top",
        showDefaultValues = true,
        description = {
            "Show a gateway's connections and sessions, with rates, as its admin port tells them.",
            "On a terminal until it is interrupted, elsewhere once."
        })
final class TopCommand implements Callable<Integer> {
    /** To the upper left, and everything from there on is gone. */
    private static final String CLEAR = "\u001b[H\u001b[2J";

    @Parameters(
            paramLabel = "HOST:PORT",
            arity = "0..1",
            defaultValue = "127.0.0.1:8080",
            converter = EndpointConverter.class,
            description = "The admin port.")
    private Endpoint admin;

    @Option(
            names = "--sort",
            defaultValue = "rate",
            converter = SortConverter.class,
            description = "Connections by rate, bytes, queued, rtt, idle or age; the most first.")
    private Sort sort;

    @Option(names = "--rows", defaultValue = "20", description = "Rows of each table.")
    private int rows;

    @Option(
            names = "--interval",
            defaultValue = "1s",
            converter = DurationConverter.class,
            description = "How often, and over how long rates are measured.")
    private Duration interval;

    @Option(names = "--once", description = "Look once and end.")
    private boolean once;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the fields
    TopCommand() {}

    @Override
    public Integer call() throws InterruptedException {
        require(rows >= 1, "--rows: " + rows + " (expected: a number from 1)");
        require(
                interval.compareTo(Duration.ofMillis(100)) >= 0,
                "--interval: " + Units.say(interval) + " (expected: 100ms or more)");
        Vertx vertx = Vertx.vertx();
        try {
            return watch(vertx.createHttpClient(
                    new HttpClientOptions().setDefaultHost(admin.host()).setDefaultPort(admin.port())));
        } finally {
            vertx.close().await();
        }
    }

    private int watch(HttpClient client) throws InterruptedException {
        Screen screen = new Screen(admin.toString(), sort, rows);
        Look before = look(client);
        if (before == null) {
            return Busport.FAILED;
        }
        boolean isLive = !once && Console.isTerminal();
        boolean isSeen;
        do {
            Thread.sleep(interval.toMillis());
            Look now = look(client);
            isSeen = now != null;
            if (now != null) { // a gateway that is started again comes back
                System.out.print((isLive ? CLEAR : "") + screen.text(before, now));
                System.out.flush();
                before = now;
            }
        } while (isLive);
        return isSeen ? Busport.OK : Busport.FAILED;
    }

    private @Nullable Look look(HttpClient client) {
        try {
            return Look.at(client).await();
        } catch (Exception e) { // await() rethrows the cause as it is, checked or not
            System.err.println("The admin port " + admin + " does not answer: " + e.getMessage());
            return null;
        }
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }

    static final class SortConverter implements ITypeConverter<Sort> {
        @Override
        public Sort convert(String value) {
            return Arrays.stream(Sort.values())
                    .filter(s -> s.word().equals(value))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("'" + value + "' (expected: one of "
                            + Arrays.stream(Sort.values()).map(Sort::word).collect(Collectors.joining(", ")) + ")"));
        }
    }
}

package io.busport.cli;

import io.busport.client.BusportClient;
import io.busport.client.Delivery;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Answers requests with what a command of the shell says. */
@Command(
        name = "serve",
        showDefaultValues = true,
        description = {
            "Serve an address with a command: the body goes to its standard input, its standard output is the answer.",
            "An exit code that is not 0 fails the request, with that code and the first line of standard error.",
            "Ends after --count messages, or with Ctrl-C."
        })
final class ServeCommand implements Callable<Integer> {
    /** For those that run when the process ends. */
    private static final long MARGIN_SECONDS = 60;

    @Mixin
    private SessionMixin session;

    @Parameters(paramLabel = "ADDR", description = "The event bus address.")
    private String address;

    @Option(
            names = "--exec",
            paramLabel = "CMD",
            required = true,
            description = "Run by sh -c, once for each message. BUSPORT_ADDRESS is the address.")
    private String command;

    @Option(names = "--parallel", defaultValue = "4", description = "Commands that run at a time; others wait.")
    private int parallel;

    @Option(
            names = "--timeout",
            defaultValue = "30s",
            converter = DurationConverter.class,
            description = "A command that takes longer is killed, and the request fails with 124.")
    private Duration timeout;

    @Option(names = "--count", description = "End after so many messages.")
    private @Nullable Long count;

    @Option(names = "--json", description = "What the command writes is JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    private final Listening listening = new Listening();

    @SuppressWarnings("NullAway.Init") // picocli sets the fields
    ServeCommand() {}

    @Override
    public Integer call() {
        if (parallel < 1 || parallel > 1000) {
            throw new ParameterException(
                    spec.commandLine(), "--parallel: " + parallel + " (expected: a number from 1 to 1000)");
        }
        try {
            listening.until(count);
            return session.run(o -> o, listening::fail, this::serve);
        } finally {
            listening.closed();
        }
    }

    private boolean serve(Vertx vertx, BusportClient client) {
        ShellCommand shell = new ShellCommand(command, timeout);
        WorkerExecutor workers = vertx.createSharedWorkerExecutor(
                "busport-exec", parallel, timeout.toSeconds() + MARGIN_SECONDS, TimeUnit.SECONDS);
        Function<Delivery, Future<?>> handler = delivery -> listening.take(() -> serve(delivery, shell, workers));
        var unused = client.process(address, handler).await();
        System.err.println("Serving " + address);
        return listening.await();
    }

    /** Acknowledged when it is answered: what was not served when this process dies comes again. */
    private Future<?> serve(Delivery delivery, ShellCommand shell, WorkerExecutor workers) {
        String input = BodyText.print(delivery.body(), false);
        return workers.executeBlocking(() -> shell.run(delivery.address(), input), false)
                .compose(result -> delivery.isRequest() ? answer(delivery, result) : note(result))
                .onFailure(e -> System.err.println(e.getMessage()));
    }

    private Future<Void> answer(Delivery delivery, ShellCommand.Result result) {
        if (result.code() != 0) {
            return delivery.fail(result.code(), result.text());
        }
        try {
            return delivery.reply(BodyText.parse(result.text(), json));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            return delivery.fail(Busport.FAILED, "the answer is not JSON");
        }
    }

    private static Future<Void> note(ShellCommand.Result result) {
        if (result.code() != 0) {
            System.err.println(result.text() + " (exit code " + result.code() + ")");
        }
        return Future.succeededFuture();
    }
}

package io.busport.cli;

import io.busport.client.BusportClient;
import io.busport.wire.Headers;
import io.vertx.core.Future;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What {@code send}, {@code publish} and {@code request} have in common: bodies, one after the other, and what becomes of them. */
abstract class SayCommand implements Callable<Integer> {
    /** Said and not yet done; so many are not waited for. */
    private static final int MOST_OPEN = 1000;

    /** Behind the last one. */
    private static final Future<?> END = Future.succeededFuture("end");

    @Mixin
    private SessionMixin session;

    @Parameters(index = "0", paramLabel = "ADDR", description = "The event bus address.")
    private String address;

    @Parameters(
            index = "1",
            paramLabel = "BODY",
            description = "What is said; - is one message for each line of standard input.")
    private String body;

    @Option(names = "--json", description = "Bodies are JSON, and so is what is printed.")
    boolean json;

    @Option(names = "--header", paramLabel = "NAME=VALUE", description = "A header; may be given several times.")
    private @Nullable Map<String, String> headers;

    @Option(names = "--count", description = "How many times the body is said; with -, how many lines at most.")
    private @Nullable Long count;

    @Option(names = "--rate", description = "Messages per second, at most. Default: as fast as they are taken.")
    private @Nullable Double rate;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the fields
    SayCommand() {}

    /** Says it once. */
    abstract Future<?> say(BusportClient client, String address, @Nullable Object body, Headers headers);

    /** Prints what became of it, when there is anything to print. */
    void print(@Nullable Object result) {}

    @Override
    public Integer call() {
        require(count == null || count > 0, "--count: " + count + " (expected: a number from 1)");
        require(rate == null || (rate > 0 && rate <= 1e6), "--rate: " + rate + " (expected: more than 0)");
        if (!isStandardInput()) {
            try {
                var unused = BodyText.parse(body, json);
            } catch (IllegalArgumentException e) {
                throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
            }
        }
        return session.run(o -> o, System.err::println, (vertx, client) -> sayAll(client));
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }

    private boolean isStandardInput() {
        return body.equals("-");
    }

    private boolean sayAll(BusportClient client) throws IOException, InterruptedException {
        Headers all = headers();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        // What was said is settled by another thread, in order, while this one waits for the next line.
        BlockingQueue<Future<?>> open = new ArrayBlockingQueue<>(MOST_OPEN);
        CompletableFuture<Boolean> settled = CompletableFuture.supplyAsync(() -> settleAll(open));
        long most = count != null ? count : isStandardInput() ? Long.MAX_VALUE : 1;
        long start = System.nanoTime();
        for (long said = 0; said < most; said++) {
            String text = isStandardInput() ? in.readLine() : body;
            if (text == null) {
                break;
            }
            if (rate != null) {
                long due = start + (long) (said / rate * 1e9);
                TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
            }
            open.put(sayOne(client, text, all));
        }
        open.put(END);
        return settled.join();
    }

    /** @return whether none failed */
    private boolean settleAll(BlockingQueue<Future<?>> open) {
        boolean done = true;
        try {
            for (Future<?> next = open.take(); next != END; next = open.take()) {
                done &= settle(next);
            }
            return done;
        } catch (InterruptedException e) {
            return false;
        }
    }

    private Future<?> sayOne(BusportClient client, String text, Headers all) {
        try {
            return say(client, address, BodyText.parse(text, json), all);
        } catch (IllegalArgumentException e) {
            return Future.failedFuture(e);
        }
    }

    private boolean settle(Future<?> future) {
        try {
            print(future.await());
            return true;
        } catch (Exception e) { // await() rethrows the cause as it is, checked or not
            System.err.println(e.getMessage());
            return false;
        }
    }

    private Headers headers() {
        List<String> pairs = new ArrayList<>();
        if (headers != null) {
            headers.forEach((name, value) -> {
                pairs.add(name);
                pairs.add(value);
            });
        }
        return Headers.of(pairs.toArray(String[]::new));
    }
}

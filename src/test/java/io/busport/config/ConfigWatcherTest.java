package io.busport.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is told of a sequence of readings. */
@ExtendWith(VertxExtension.class)
class ConfigWatcherTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final List<String> told = new CopyOnWriteArrayList<>();
    private final List<String> parsed = new CopyOnWriteArrayList<>();
    private final List<Context> contexts = new CopyOnWriteArrayList<>();
    private final AtomicInteger readings = new AtomicInteger();
    private final AtomicReference<ConfigWatcher> watcher = new AtomicReference<>();
    private Vertx vertx;
    private Context loop;

    @BeforeEach
    void prepare(Vertx vertx) {
        this.vertx = vertx;
        this.loop = vertx.getOrCreateContext();
    }

    @AfterEach
    void stop() {
        loop.runOnContext(v -> Objects.requireNonNull(watcher.get()).stop().onComplete(end -> told.add("stopped")));
        await().atMost(SOON).until(() -> told.contains("stopped"));
    }

    @Test
    void a_change_is_told_once() {
        watch(n -> says(n < 3 ? "a" : n < 10 ? "b" : "c"));
        awaitReadings(20);
        assertThat(told).containsExactly("a -> b", "b -> c");
        assertThat(contexts).allMatch(c -> c == loop);
    }

    @Test
    void what_is_seen_once_only_is_not_believed() {
        watch(n -> says(n % 3 == 0 ? "b" : "a"));
        awaitReadings(12);
        assertThat(told).isEmpty();
    }

    @Test
    void nothing_is_parsed_again_that_was_parsed_before() {
        watch(n -> says(n < 10 ? "b" : "bad"));
        awaitReadings(20);
        assertThat(parsed).containsExactly("b", "bad");
    }

    @Test
    void what_cannot_be_read_is_told_once_and_the_last_good_configuration_stays() {
        watch(n -> n < 3 || n >= 10 ? says("a") : Future.failedFuture("no such file"));
        awaitReadings(20);
        assertThat(told).containsExactly("rejected no such file", "recovered");
    }

    @Test
    void another_mistake_is_told_too_and_the_repair_may_be_a_change() {
        watch(n -> n < 5 ? says("bad one") : n < 10 ? says("bad two") : says("b"));
        awaitReadings(20);
        assertThat(told).containsExactly("rejected bad one", "rejected bad two", "recovered", "a -> b");
    }

    @Test
    void the_next_look_waits_for_the_end_of_the_last() {
        Promise<List<YamlFile>> slow = Promise.promise();
        watch(n -> n == 1 ? slow.future() : says("a"));
        awaitReadings(1);
        assertThat(readingsAfterAWhile()).isEqualTo(1);
        slow.complete(List.of());
        awaitReadings(2);
    }

    @Test
    void the_end_waits_for_the_last_look_and_after_it_nothing_is_told_and_nothing_read() {
        Promise<List<YamlFile>> last = Promise.promise();
        watch(n -> n == 1 ? says("b") : last.future());
        awaitReadings(2);
        List<String> ends = new CopyOnWriteArrayList<>();
        loop.runOnContext(v -> {
            Objects.requireNonNull(watcher.get()).stop().onComplete(end -> ends.add("stopped"));
            ends.add("last look");
            last.complete(List.of(new YamlFile("f", "b")));
        });
        assertThat(readingsAfterAWhile()).isEqualTo(2);
        assertThat(told).isEmpty();
        assertThat(ends).containsExactly("last look", "stopped");
    }

    @Test
    void an_interval_of_zero_never_looks() {
        watch(BusportConfig.from(new JsonObject("{\"reload\": {\"interval\": \"0s\"}}")), n -> says("b"));
        assertThat(readingsAfterAWhile()).isZero();
    }

    /** After five intervals on the same loop: that nothing happens in them is no condition to wait for. */
    private int readingsAfterAWhile() {
        AtomicInteger seen = new AtomicInteger(-1);
        loop.runOnContext(v -> {
            long unused = vertx.setTimer(100, timer -> seen.set(readings.get()));
        });
        await().atMost(SOON).until(() -> seen.get() >= 0);
        return seen.get();
    }

    private void watch(IntFunction<Future<List<YamlFile>>> files) {
        watch(config("a"), files);
    }

    private void watch(BusportConfig first, IntFunction<Future<List<YamlFile>>> files) {
        ConfigSource source = new ConfigSource() {
            @Override
            public Future<List<YamlFile>> read() {
                return files.apply(readings.incrementAndGet());
            }

            @Override
            public Future<BusportConfig> parse(List<YamlFile> files) {
                String text = files.get(0).text();
                parsed.add(text);
                return text.startsWith("bad") ? Future.failedFuture(text) : Future.succeededFuture(config(text));
            }
        };
        loop.runOnContext(v -> {
            ConfigWatcher made = new ConfigWatcher(vertx, source, first, listener());
            watcher.set(made);
            made.start();
        });
    }

    private static Future<List<YamlFile>> says(String text) {
        return Future.succeededFuture(List.of(new YamlFile("f", text)));
    }

    private void awaitReadings(int n) {
        await().atMost(SOON).until(() -> readings.get() >= n);
    }

    private ConfigWatcher.Listener listener() {
        return new ConfigWatcher.Listener() {
            @Override
            public void changed(BusportConfig before, BusportConfig now) {
                tell(before.text().address() + " -> " + now.text().address());
            }

            @Override
            public void rejected(String problems) {
                tell("rejected " + problems);
            }

            @Override
            public void recovered() {
                tell("recovered");
            }

            private void tell(String what) {
                told.add(what);
                contexts.add(vertx.getOrCreateContext());
            }
        };
    }

    private static BusportConfig config(String address) {
        return BusportConfig.from(new JsonObject()
                .put("text", new JsonObject().put("address", address))
                .put("reload", new JsonObject().put("interval", "20ms")));
    }
}

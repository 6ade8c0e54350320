package io.busport.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The watcher and the loader on real files, changed as people and kubelets change them. */
@ExtendWith(VertxExtension.class)
class WatchedFilesTest {
    private static final FileTime SAME_TIME = FileTime.fromMillis(1_700_000_000_000L);
    private static final String QUICK = "reload: {interval: 20ms}\n";

    private final List<String> told = new CopyOnWriteArrayList<>();
    private final List<BusportConfig> taken = new CopyOnWriteArrayList<>();
    private final AtomicReference<ConfigWatcher> watcher = new AtomicReference<>();
    private Vertx vertx;
    private Context loop;
    private Path dir;

    @BeforeEach
    void prepare(Vertx vertx, @TempDir Path dir) {
        this.vertx = vertx;
        this.loop = vertx.getOrCreateContext();
        this.dir = dir;
    }

    @AfterEach
    void stop() {
        loop.runOnContext(v -> Objects.requireNonNull(watcher.get()).stop().onComplete(end -> told.add("stopped")));
        awaitTold("stopped");
    }

    @Test
    void a_file_that_is_rewritten_is_taken_over_and_the_environment_still_wins() throws IOException {
        Path file = write("busport.yaml", QUICK + "text: {address: one, maxPending: 1}");
        watch(file, Map.of("BUSPORT_TEXT_MAX_PENDING", "77"));
        write("busport.yaml", QUICK + "text: {address: two, maxPending: 2}");
        awaitTold("changed");
        assertThat(taken).singleElement().satisfies(now -> {
            assertThat(now.text().address()).isEqualTo("two");
            assertThat(now.text().maxPending()).isEqualTo(77);
        });
    }

    @Test
    void a_file_that_is_wrong_missing_and_repaired() throws IOException {
        Path file = write("busport.yaml", QUICK);
        watch(file, Map.of());
        write("busport.yaml", QUICK + "listen: {port: many}");
        awaitTold("rejected listen.port: many (expected: a whole number from 0 to 65535)");
        Files.delete(file);
        awaitTold("rejected " + file + ": no such file (expected: a configuration file that can be read)");
        write("busport.yaml", QUICK);
        awaitTold("recovered");
        write("busport.yaml", QUICK + "text: {address: two}");
        awaitTold("changed");
        assertThat(told).hasSize(4);
    }

    @Test
    void a_mounted_config_map_is_exchanged_as_the_kubelet_does_it() throws IOException {
        Path mount = Files.createDirectory(dir.resolve("mount"));
        publish(mount, "..2026_01", QUICK + "text: {address: one}");
        Files.createSymbolicLink(mount.resolve("busport.yaml"), Path.of("..data/busport.yaml"));
        watch(null, Map.of("BUSPORT_CONF_DIR", mount.toString()));
        publish(mount, "..2026_02", QUICK + "text: {address: two}");
        awaitTold("changed");
        publish(mount, "..2026_03", QUICK + "text: {address: three}");
        await().atMost(Duration.ofSeconds(10)).until(() -> taken.size() == 2);
        assertThat(taken).extracting(c -> c.text().address()).containsExactly("two", "three");
        assertThat(told).containsExactly("changed", "changed");
    }

    /** A new folder, then {@code ..data} becomes a link to it in one step; length and times of the file stay the same. */
    private static void publish(Path mount, String folder, String yaml) throws IOException {
        Path content = Files.createDirectory(mount.resolve(folder)).resolve("busport.yaml");
        var unused = Files.writeString(content, yaml);
        unused = Files.setLastModifiedTime(content, SAME_TIME);
        Path link = Files.createSymbolicLink(mount.resolve("..data_tmp"), Path.of(folder));
        unused = Files.move(link, mount.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    }

    /** In one step, as editors do it: a busy machine might otherwise show half a file for longer than the watcher waits. */
    private Path write(String name, String yaml) throws IOException {
        Path whole = Files.writeString(dir.resolve(name + ".new"), yaml);
        return Files.move(whole, dir.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private void watch(@Nullable Path file, Map<String, String> environment) {
        ConfigLoader loader = new ConfigLoader(vertx, new Environment(environment));
        String name = file == null ? null : file.toString();
        BusportConfig first = loader.load(name, new JsonObject()).await();
        loop.runOnContext(v -> {
            ConfigWatcher made = new ConfigWatcher(vertx, loader.source(name, new JsonObject()), first, listener());
            watcher.set(made);
            made.start();
        });
    }

    private void awaitTold(String what) {
        await().atMost(Duration.ofSeconds(10)).until(() -> told.contains(what));
    }

    private ConfigWatcher.Listener listener() {
        return new ConfigWatcher.Listener() {
            @Override
            public void changed(BusportConfig before, BusportConfig now) {
                taken.add(now);
                told.add("changed");
            }

            @Override
            public void rejected(String problems) {
                told.add("rejected " + problems);
            }

            @Override
            public void recovered() {
                told.add("recovered");
            }
        };
    }
}

package io.busport.client;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.busport.testing.Loop;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(VertxExtension.class)
class StateFileTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @Test
    void what_is_written_is_read() throws Exception {
        Path path = directory.resolve("state.json");
        assertThat(StateFile.read(path)).isNull();
        StateFile.store(path, state(7));
        assertThat(StateFile.read(path)).isEqualTo(state(7));
        assertThat(directory).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void only_its_owner_may_read_it_whatever_was_left_there_before() throws Exception {
        Path path = directory.resolve("state.json");
        Files.writeString(directory.resolve("state.json.new"), "left by a process that was killed");
        Files.setPosixFilePermissions(
                directory.resolve("state.json.new"), PosixFilePermissions.fromString("rw-rw-rw-"));
        StateFile.store(path, state(1));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
    }

    @Test
    void a_torn_file_is_put_aside() throws Exception {
        Path path = directory.resolve("state.json");
        String whole = state(7).toJson();
        for (int cut = 0; cut < whole.length(); cut++) {
            Files.writeString(path, whole.substring(0, cut));
            assertThat(StateFile.read(path))
                    .as("the first " + cut + " characters")
                    .isNull();
            assertThat(path).doesNotExist();
            assertThat(directory.resolve("state.json.damaged")).hasContent(whole.substring(0, cut));
        }
    }

    @Test
    void of_many_states_the_last_is_in_the_file_when_any_write_after_it_is_done(Vertx vertx) throws Exception {
        Loop loop = new Loop(vertx);
        Path path = directory.resolve("state.json");
        Future<Void> last = loop.call(() -> {
            StateFile file = new StateFile(loop.context(), path);
            Future<Void> write = Future.succeededFuture();
            for (int i = 1; i <= 1000; i++) {
                write = file.write(state(i));
            }
            return write;
        });
        last.await(10, SECONDS);
        assertThat(StateFile.read(path)).isEqualTo(state(1000));
    }

    @Test
    void the_secret_is_not_in_what_a_log_would_show() {
        assertThat(state(1).toString()).doesNotContain(state(1).secret()).contains("s1");
    }

    private static SavedState state(long received) {
        return new SavedState("river", "s1", 3, "ab".repeat(32), 17, received, 4);
    }
}

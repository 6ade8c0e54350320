package io.busport.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.busport.session.Outbox.Kept;
import io.busport.testing.Loop;
import io.busport.wire.Frame;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(VertxExtension.class)
class SpoolTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @Test
    void a_kill_at_any_byte_leaves_every_record_before_it() throws IOException {
        Path written = directory.resolve("written");
        SpoolFiles files = new SpoolFiles(written, 1 << 20);
        files.restart("s1", List.of());
        List<Long> ends = new ArrayList<>();
        Path segment = segments(written).get(0);
        ends.add(Files.size(segment));
        for (long n = 1; n <= 5; n++) {
            files.append(List.of(entry(n)));
            ends.add(Files.size(segment));
        }
        files.close();
        byte[] all = Files.readAllBytes(segment);
        for (int cut = ends.get(0).intValue(); cut <= all.length; cut++) {
            Path torn = Files.createDirectories(directory.resolve("cut" + cut));
            Files.write(torn.resolve("00000001.frames"), Arrays.copyOf(all, cut));
            long whole = -1;
            for (long end : ends) {
                whole += end <= cut ? 1 : 0;
            }
            SpoolFiles reopened = new SpoolFiles(torn, 1 << 20);
            assertThat(reopened.open("s1"))
                    .extracting(SpoolFiles.Entry::n)
                    .as("cut at " + cut)
                    .isEqualTo(LongStream.rangeClosed(1, whole).boxed().toList());
            reopened.append(List.of(entry(whole + 1), entry(whole + 2)));
            reopened.close();
            assertThat(new SpoolFiles(torn, 1 << 20).open("s1"))
                    .extracting(SpoolFiles.Entry::n)
                    .isEqualTo(LongStream.rangeClosed(1, whole + 2).boxed().toList());
        }
    }

    @Test
    void a_changed_byte_is_noticed() throws IOException {
        SpoolFiles files = new SpoolFiles(directory, 1 << 20);
        files.restart("s1", List.of(entry(1), entry(2)));
        files.close();
        Path segment = segments(directory).get(0);
        byte[] bytes = Files.readAllBytes(segment);
        bytes[bytes.length - 1] ^= 1;
        Files.write(segment, bytes);
        assertThat(new SpoolFiles(directory, 1 << 20).open("s1"))
                .extracting(SpoolFiles.Entry::n)
                .containsExactly(1L);
    }

    @Test
    void full_segments_go_when_they_are_acknowledged() throws IOException {
        SpoolFiles files = new SpoolFiles(directory, 100);
        files.restart("s1", List.of());
        for (long n = 1; n <= 30; n++) {
            files.append(List.of(entry(n)));
        }
        int before = segments(directory).size();
        assertThat(before).isGreaterThan(5);
        files.trim(20);
        assertThat(segments(directory).size()).isLessThan(before);
        files.close();
        assertThat(new SpoolFiles(directory, 100).open("s1"))
                .extracting(SpoolFiles.Entry::n)
                .contains(21L, 30L)
                .doesNotContain(1L);
    }

    @Test
    void another_session_takes_the_place_only_when_the_one_before_may_be_forgotten() throws IOException {
        SpoolFiles files = new SpoolFiles(directory, 1 << 20);
        files.restart("old", List.of(entry(8), entry(9)));
        files.restart("new", List.of(entry(1)));
        files.forgetOthers();
        files.append(List.of(entry(2)));
        files.close();
        assertThat(new SpoolFiles(directory, 1 << 20).open(null))
                .extracting(SpoolFiles.Entry::n)
                .containsExactly(1L, 2L);

        Path other = directory.resolve("killed");
        SpoolFiles killed = new SpoolFiles(other, 1 << 20);
        killed.restart("old", List.of(entry(8), entry(9)));
        killed.restart("new", List.of(entry(1)));
        killed.close();
        assertThat(new SpoolFiles(other, 1 << 20).open("old"))
                .extracting(SpoolFiles.Entry::n)
                .containsExactly(8L, 9L);
    }

    @Test
    void frames_are_written_before_they_may_be_sent_and_come_back_as_they_were(Vertx vertx) throws Exception {
        Loop loop = new Loop(vertx);
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        SpoolFiles files = Spool.files(directory);
        Spool spool = loop.call(() -> new Spool(loop.context(), files, 0, () -> {}, failures::add));
        loop.run(() -> spool.restart("s1", List.of()));
        long seen = loop.call(() -> {
            for (long n = 1; n <= 100; n++) {
                spool.append(n, Frame.Send.of("a", "body " + n, 0));
            }
            return spool.written();
        });
        assertThat(seen).isZero();
        await().atMost(Duration.ofSeconds(5)).until(() -> loop.call(spool::written) == 100);
        List<Kept> kept = Spool.read(Spool.files(directory), "s1", 0);
        assertThat(kept).hasSize(100);
        for (int i = 0; i < 100; i++) {
            assertThat(kept.get(i).n()).isEqualTo(i + 1);
            assertThat(((Frame.Send) Objects.requireNonNull(kept.get(i).frame())).body())
                    .isEqualTo("body " + (i + 1));
        }
        assertThat(failures).isEmpty();
    }

    private static SpoolFiles.Entry entry(long n) {
        return new SpoolFiles.Entry(n, ("frame " + n).getBytes(UTF_8));
    }

    private static List<Path> segments(Path in) throws IOException {
        try (Stream<Path> files = Files.list(in)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }
}

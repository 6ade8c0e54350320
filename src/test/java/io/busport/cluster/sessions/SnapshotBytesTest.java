package io.busport.cluster.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.busport.cluster.sessions.SnapshotBytes.Chunk;
import io.busport.cluster.sessions.SnapshotBytes.Head;
import io.busport.session.Outbox.Kept;
import io.busport.session.SessionSnapshot;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SnapshotBytesTest {
    private static final List<Chunk> CHUNKS = List.of(new Chunk(1, 2, 3), new Chunk(Long.MAX_VALUE, Long.MIN_VALUE, 0));
    private static final List<Kept> ENTRIES = List.of(Samples.message(1, 10), Samples.message(2, 20));

    private final SnapshotBytes bytes = new SnapshotBytes();

    private void assertSame(List<Chunk> chunks, SessionSnapshot snapshot) {
        Head head = SnapshotBytes.read(bytes.head(chunks, snapshot));
        assertThat(head.chunks()).isEqualTo(chunks);
        // What a request took on the wire is counted once, by who took it.
        assertThat(head.snapshot())
                .usingRecursiveComparison()
                .ignoringFields("asked.request.size")
                .isEqualTo(snapshot);
    }

    @Test
    void a_session_with_nothing_is_the_same_afterwards() {
        assertSame(List.of(), Samples.little());
    }

    @Test
    void a_session_with_everything_is_the_same_afterwards() {
        assertSame(CHUNKS, Samples.much());
    }

    @Test
    void no_flag_is_taken_for_another() {
        SessionSnapshot s = Samples.much();
        assertThat(s.confirmed()).isNotEqualTo(s.recovered());
        assertSame(List.of(), s);
        assertThat(Samples.little().confirmed()).isFalse();
    }

    @Test
    void entries_are_the_same_afterwards() {
        assertThat(SnapshotBytes.readEntries(bytes.entries(ENTRIES))).isEqualTo(ENTRIES);
        assertThat(SnapshotBytes.readEntries(bytes.entries(List.of()))).isEmpty();
    }

    @Test
    void one_that_a_later_gateway_wrote_is_refused() {
        assertRefusesLayout(bytes.head(CHUNKS, Samples.much()), SnapshotBytes::read);
        assertRefusesLayout(bytes.entries(ENTRIES), SnapshotBytes::readEntries);
    }

    private static void assertRefusesLayout(byte[] written, Consumer<byte[]> reader) {
        written[3] = 3;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> reader.accept(written))
                .withMessage("a copy of layout 3 (expected: 2)");
    }

    @Test
    void what_is_cut_off_anywhere_is_refused() {
        assertRefusesParts(bytes.head(CHUNKS, Samples.much()), SnapshotBytes::read);
        assertRefusesParts(bytes.entries(ENTRIES), SnapshotBytes::readEntries);
    }

    private static void assertRefusesParts(byte[] written, Consumer<byte[]> reader) {
        for (int length = 0; length < written.length; length++) {
            byte[] cut = Arrays.copyOf(written, length);
            assertThatIllegalArgumentException()
                    .as("%d of %d bytes", length, written.length)
                    .isThrownBy(() -> reader.accept(cut))
                    .withMessageContaining("expected: ");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> reader.accept(Arrays.copyOf(written, written.length + 1)))
                .withMessageContaining("behind the last field");
    }
}

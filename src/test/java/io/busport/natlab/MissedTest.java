package io.busport.natlab;

import static org.assertj.core.api.Assertions.assertThat;

import io.busport.natlab.LabProcess.Line;
import io.busport.natlab.Ledger.Witness;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MissedTest {
    private static final String ADDRESS = "demo.numbers";

    @Test
    void nothing_is_missed_when_all_is_heard() {
        assertThat(missed("got plain 4 1000", "got plain 5 1010")).isEmpty();
    }

    @Test
    void a_gap_of_the_same_time_reports_a_span() {
        assertThat(missed("got plain 1 1000", gap(ADDRESS, 2, 1005, 1025), "got plain 4 1030"))
                .containsExactly(new Missed("c", 2, 3, 2))
                .allMatch(Missed::isReported);
    }

    @Test
    void a_gap_that_counts_too_few_does_not() {
        assertThat(missed("got plain 1 1000", gap(ADDRESS, 1, 1005, 1025), "got plain 4 1030"))
                .noneMatch(Missed::isReported);
    }

    @Test
    void neither_does_one_of_another_time_or_address() {
        assertThat(missed(
                        "got plain 1 1000",
                        "got plain 4 1030",
                        "got plain 5 1040",
                        gap(ADDRESS, 9, 1035, 1050),
                        gap("demo.other", 9, 1005, 1025)))
                .noneMatch(Missed::isReported);
    }

    @Test
    void a_gap_of_several_addresses_does() {
        assertThat(missed("got plain 1 1000", "got plain 4 1030", gap(null, 7, 1000, 1100)))
                .allMatch(Missed::isReported);
    }

    private static List<Missed> missed(String... lines) {
        return Missed.read(
                new Witness(
                        "c",
                        Stream.of(lines)
                                .map(text -> new Line(Instant.EPOCH, text))
                                .toList()),
                "plain",
                ADDRESS);
    }

    private static String gap(@Nullable String address, int count, long since, long until) {
        return "event {\"event\":\"gap\",\"count\":%d,\"since\":%d,\"until\":%d%s}"
                .formatted(count, since, until, address == null ? "" : ",\"address\":\"" + address + "\"");
    }
}

package io.busport.doctor;

import static io.busport.doctor.Said.first;
import static io.busport.doctor.Said.marks;
import static org.assertj.core.api.Assertions.assertThat;

import io.busport.doctor.Silence.Fate;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SilencesTest {
    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    @Test
    void silences_grow_coarser_as_they_grow_longer() {
        assertThat(Silence.upTo(Duration.ofMinutes(8)).stream().map(Duration::toSeconds))
                .containsSubsequence(10L, 20L, 60L, 120L, 140L, 240L, 260L, 360L, 420L, 480L)
                .hasSize(12 + 12 + 2);
        assertThat(Silence.upTo(Duration.ofSeconds(75))).last().isEqualTo(Duration.ofSeconds(75));
        assertThat(Silence.upTo(Duration.ofSeconds(3))).containsExactly(Duration.ofSeconds(3));
    }

    @Test
    void a_lifetime_is_between_the_last_that_lived_and_the_first_that_died() {
        Section section = judge(of(60, Fate.LIVED), of(90, Fate.LOST), of(70, Fate.LIVED), of(80, Fate.LOST));
        assertThat(first(section)).contains("✓", "more than 70 s and at most 80 s", "hold it");
        assertThat(section.facts().getLong("livedMs")).isEqualTo(70_000);
        assertThat(section.facts().getLong("diedMs")).isEqualTo(80_000);
    }

    @Test
    void a_lifetime_below_the_heartbeat_is_wrong() {
        Section section = judge(of(10, Fate.LIVED), of(20, Fate.RESET));
        assertThat(first(section)).contains("✗", "quicker than the heartbeat of 15 s");
        assertThat(section.isWell()).isFalse();
    }

    @Test
    void every_way_to_die_is_told() {
        assertThat(manner(Fate.RESET)).contains("answered with a reset");
        assertThat(manner(Fate.LOST)).contains("nobody is told");
        assertThat(manner(Fate.HEALED)).contains("a client that only listens hears nothing");
        assertThat(manner(Fate.ENDED)).contains("closed or reset at that time");
    }

    @Test
    void what_lived_to_the_end_says_no_more_than_that() {
        Section section = judge(of(240, Fate.LIVED), of(300, Fate.LIVED));
        assertThat(first(section)).contains("silent for 300 s still lives");
        assertThat(whats(section)).contains("not probed: more than 300 s");
    }

    @Test
    void a_limit_of_the_gateway_is_told() {
        Section section = new Silences(List.of(of(240, Fate.LIVED)), Duration.ofHours(1), HEARTBEAT).judge();
        assertThat(whats(section)).anyMatch(f -> f.startsWith("not probed: more than 240 s: the gateway ends"));
    }

    @Test
    void without_the_gateways_word_a_mapping_that_heals_looks_alive() {
        Silence untold = new Silence(Duration.ofSeconds(300), Fate.LIVED, false);
        assertThat(whats(judge(untold))).anyMatch(f -> f.contains("could not be made to speak first"));
        assertThat(whats(judge(of(300, Fate.LIVED)))).noneMatch(f -> f.contains("could not be made to speak first"));
    }

    @Test
    void a_longer_silence_that_was_survived_is_a_doubt() {
        assertThat(whats(judge(of(10, Fate.LIVED), of(20, Fate.LOST), of(30, Fate.LIVED))))
                .contains("a longer silence was survived");
    }

    @Test
    void nothing_tried_is_nothing_known() {
        Section section = judge(of(10, Fate.FAILED));
        assertThat(marks(section)).doesNotContain("✓", "✗");
        assertThat(whats(section)).contains("1 of 1 silences could not be tried");
    }

    private static String manner(Fate fate) {
        return judge(of(60, Fate.LIVED), of(70, fate)).findings().get(1).what();
    }

    private static List<String> whats(Section section) {
        return section.findings().stream().map(Finding::what).toList();
    }

    private static Section judge(Silence... tried) {
        return new Silences(List.of(tried), FIVE_MINUTES, HEARTBEAT).judge();
    }

    private static Silence of(int seconds, Fate fate) {
        return new Silence(Duration.ofSeconds(seconds), fate, true);
    }
}

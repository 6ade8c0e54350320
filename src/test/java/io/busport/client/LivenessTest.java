package io.busport.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.busport.client.Liveness.Act;
import io.busport.client.Liveness.Times;
import org.junit.jupiter.api.Test;

class LivenessTest {
    private final Liveness liveness = new Liveness(new Times(15_000, 10_000, 5_000, 5_000, 25_000, false), 0);

    @Test
    void who_says_nothing_pings_every_interval() {
        assertThat(liveness.due()).isEqualTo(15_000);
        assertThat(liveness.check(14_999)).isEqualTo(Act.NOTHING);
        assertThat(liveness.check(15_000)).isEqualTo(Act.PING);
        liveness.heard(15_010);
        assertThat(liveness.check(15_010)).isEqualTo(Act.NOTHING);
        liveness.said(20_000);
        assertThat(liveness.check(30_000)).isEqualTo(Act.NOTHING);
        assertThat(liveness.check(35_000)).isEqualTo(Act.PING);
    }

    @Test
    void not_a_byte_for_25_seconds_is_the_end() {
        assertThat(liveness.check(15_000)).isEqualTo(Act.PING);
        assertThat(liveness.check(24_999)).isEqualTo(Act.NOTHING);
        assertThat(liveness.check(25_000)).isEqualTo(Act.ABANDON);
        assertThat(liveness.cause()).isEqualTo(Cause.SILENT);
    }

    @Test
    void a_black_hole_is_known_10_seconds_after_the_first_stuck_frame() {
        liveness.onTheirWay(true, 1_000);
        assertThat(liveness.due()).isEqualTo(6_000);
        assertThat(liveness.check(6_000)).isEqualTo(Act.PROBE);
        assertThat(liveness.due()).isEqualTo(11_000);
        assertThat(liveness.check(10_999)).isEqualTo(Act.NOTHING);
        assertThat(liveness.check(11_000)).isEqualTo(Act.ABANDON);
        assertThat(liveness.cause()).isEqualTo(Cause.SILENT);
    }

    @Test
    void bytes_are_no_answer_to_a_probe_and_an_earlier_pong_is_none() {
        liveness.onTheirWay(true, 0);
        assertThat(liveness.check(5_000)).isEqualTo(Act.PROBE);
        liveness.heard(9_000);
        liveness.pong(liveness.echo() - 1, 9_000);
        assertThat(liveness.check(10_000)).isEqualTo(Act.ABANDON);
    }

    @Test
    void pongs_without_acknowledgements_are_believed_for_25_seconds() {
        liveness.onTheirWay(true, 0);
        int probes = 0;
        long now = 0;
        Act act = Act.NOTHING;
        while (act != Act.ABANDON) {
            now = liveness.due();
            act = liveness.check(now);
            if (act == Act.PROBE) {
                probes++;
                liveness.heard(now + 10);
                liveness.pong(liveness.echo(), now + 10);
            }
        }
        assertThat(now).isEqualTo(25_000);
        assertThat(probes).isEqualTo(4);
        assertThat(liveness.cause()).isEqualTo(Cause.ACK_STALL);
    }

    @Test
    void progress_starts_the_waiting_anew_and_nothing_under_way_ends_it() {
        liveness.onTheirWay(true, 0);
        liveness.progress(4_000);
        assertThat(liveness.check(5_000)).isEqualTo(Act.NOTHING);
        assertThat(liveness.check(9_000)).isEqualTo(Act.PROBE);
        liveness.pong(liveness.echo(), 9_010);
        liveness.heard(9_010);
        liveness.onTheirWay(false, 9_020);
        assertThat(liveness.check(20_000)).isEqualTo(Act.NOTHING);
    }

    @Test
    void a_suspicion_is_probed_at_once_and_names_the_end() {
        liveness.suspect(Cause.WAKE);
        assertThat(liveness.due()).isZero();
        assertThat(liveness.check(100)).isEqualTo(Act.PROBE);
        assertThat(liveness.check(5_100)).isEqualTo(Act.ABANDON);
        assertThat(liveness.cause()).isEqualTo(Cause.WAKE);
    }

    @Test
    void when_every_ping_counts_it_has_a_deadline() {
        Liveness eager = new Liveness(new Times(60_000, 10_000, 5_000, 5_000, 25_000, true), 0);
        assertThat(eager.check(60_000)).isEqualTo(Act.PROBE);
        assertThat(eager.silence()).isEqualTo(60_000);
        assertThat(eager.check(65_000)).isEqualTo(Act.ABANDON);
    }
}

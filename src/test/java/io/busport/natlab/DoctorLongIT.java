package io.busport.natlab;

import static org.assertj.core.api.Assertions.assertThat;

import io.busport.natlab.Faults.Unknown;
import io.busport.natlab.NatLab.Policy;
import io.busport.testing.Verdict;
import io.busport.testing.Verdict.Facts;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code busport doctor} behind a real NAT, before real faults. Gateways and their keepalive are as they are by default. */
@ExtendWith(Verdict.class)
@Timeout(180)
class DoctorLongIT {
    private static final Duration LIFETIME = Duration.ofSeconds(60);
    private static final Duration LONGEST = Duration.ofSeconds(80);

    @Test
    void finds_how_long_the_home_remembers(Facts facts) {
        try (var dropping = lab();
                var healing = lab()) {
            var ofDropping = probeSilence(dropping, Unknown.DROP);
            var ofHealing = probeSilence(healing, Unknown.HEAL);
            var patience = LONGEST.plusSeconds(60);
            assertLifetime(Examination.of(ofDropping, patience), "lost", facts);
            assertLifetime(Examination.of(ofHealing, patience), "healed", facts);
        }
    }

    private static LabProcess probeSilence(NatLab lab, Unknown unknown) {
        lab.faults().onUnknownPackets("home", unknown);
        lab.faults().forgetIdle("home", LIFETIME);
        return Examination.begin(lab, "a", "--idle-probe", LONGEST.toSeconds() + "s", NatLab.GATEWAY);
    }

    private static void assertLifetime(Examination found, String fate, Facts facts) {
        var silence = found.facts("silence");
        facts.add("a mapping of 60 s, %s afterwards: found between %d and %d ms"
                .formatted(fate, silence.getLong("livedMs"), silence.getLong("diedMs")));
        assertThat(silence.getLong("livedMs")).as(found.toString()).isBetween(50_000L, 60_000L);
        assertThat(silence.getLong("diedMs")).as(found.toString()).isBetween(60_000L, 70_000L);
        assertThat(silence.getJsonArray("tried"))
                .as(found.toString())
                .contains(new JsonObject()
                        .put("silentMs", LONGEST.toMillis())
                        .put("fate", fate)
                        .put("told", true));
        assertThat(found.exitCode()).isZero();
    }

    @Test
    void tells_policy_cluster_from_policy_local() {
        try (var lab = lab()) {
            lab.policy(Policy.CLUSTER);
            var cluster = Examination.of(lab, "a", NatLab.GATEWAY);
            assertThat(cluster.findings("your address"))
                    .first()
                    .asString()
                    .contains("here 192.168.1.10:", "seen as 10.244.1.1", "externalTrafficPolicy: Cluster");
            assertThat(cluster.exitCode()).as(cluster.toString()).isZero();

            lab.policy(Policy.LOCAL);
            var local = Examination.of(lab, "a", NatLab.GATEWAY);
            assertThat(local.findings("your address"))
                    .first()
                    .asString()
                    .contains("here 192.168.1.10:", "seen as 198.51.100.2:", "behind NAT", "policy Local");
            assertThat(local.exitCode()).as(local.toString()).isZero();
        }
    }

    @Test
    void finds_the_length_above_which_packets_vanish() {
        try (var lab = lab()) {
            lab.faults().mtu(1280);
            var found = Examination.of(lab, "a", NatLab.GATEWAY);
            assertThat(found.wrong()).as(found.toString()).containsExactly("large messages");
            assertThat(found.findings("large messages"))
                    .anySatisfy(f -> assertThat(f).contains("from here: 1000 bytes pass, 4000 do not", "MSS"))
                    .anySatisfy(f -> assertThat(f).contains("to here: 1000 bytes pass, 4000 do not", "clamp"))
                    .anySatisfy(f -> assertThat(f).contains("IP packets of 1280 bytes pass, of 1360 they do not"));
            assertThat(found.exitCode()).isEqualTo(1);
        }
    }

    @Test
    void tells_a_filtered_a_refused_and_a_frozen_port_apart() {
        try (var lab = NatLab.upWithTwoNodes()) {
            lab.policy(Policy.LOCAL);
            lab.endpoints("pod3");
            lab.gateways("pod3");
            var refused = NatLab.GATEWAY_2.replace("30800", "30801");
            var found = Examination.of(lab, "a", NatLab.GATEWAY, NatLab.GATEWAY_2, refused);
            assertThat(found.wrong()).as(found.toString()).containsExactly("connect");
            assertThat(outcomes(found, NatLab.GATEWAY, NatLab.GATEWAY_2, refused))
                    .as(found.toString())
                    .containsExactly("no-answer", "connected", "refused");
            assertThat(found.findings("connect"))
                    .anySatisfy(
                            f -> assertThat(f).contains("filtered", "policy Local and this node has no ready gateway"))
                    .anySatisfy(f -> assertThat(f).contains("refused", "no gateway is ready"));

            lab.freezeGateways();
            var frozen = Examination.of(lab, "a", NatLab.GATEWAY_2);
            assertThat(frozen.wrong()).as(frozen.toString()).containsExactly("dialect");
            assertThat(frozen.findings("dialect"))
                    .singleElement()
                    .asString()
                    .contains("accepts and never answers", "a gateway that stands still");
            assertThat(frozen.exitCode()).isEqualTo(1);

            lab.endpoints();
            var none = Examination.of(lab, "a", NatLab.GATEWAY_2);
            assertThat(outcomes(none, NatLab.GATEWAY_2)).as(none.toString()).containsExactly("refused");
        }
    }

    private static List<String> outcomes(Examination found, String... addresses) {
        var connect = found.facts("connect");
        return List.of(addresses).stream()
                .map(a -> connect.getJsonObject(a).getString("outcome"))
                .toList();
    }

    private static NatLab lab() {
        var lab = NatLab.up();
        lab.endpoints("pod1");
        lab.gateways("pod1");
        return lab;
    }
}

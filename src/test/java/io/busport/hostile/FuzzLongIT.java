package io.busport.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.busport.testing.AdminClient;
import io.busport.testing.BusportProcess;
import io.busport.testing.Verdict;
import io.busport.testing.Verdict.Facts;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Hundreds of clients that send noise and damaged frames in pieces of any size, and end in every way there is; beside them one good client
 * in each dialect, who must not notice.
 *
 * <p>{@code -Dbusport.fuzz.seed=7} makes the same attackers again, {@code -Dbusport.fuzz.duration=PT10M} makes more of them.
 */
@ExtendWith(Verdict.class)
class FuzzLongIT {
    private static final int ATTACKERS = 500;
    private static final Duration DURATION = Duration.parse(System.getProperty("busport.fuzz.duration", "PT60S"));
    /** What the gateway may still hold when the attackers are gone: itself, the good clients, and how the last thousands ended. */
    private static final long LIVE_HEAP = 40 << 20;

    private static final Pattern CONNECTED = Pattern.compile(".* conn=\\S+ .*Connected by: .*");
    private static final Pattern DISCONNECTED = Pattern.compile(".* conn=\\S+ .*Disconnected: (\\S+).*");

    @Test
    void whatever_clients_do_the_others_get_their_answers(Facts facts) throws Exception {
        long seed = Long.getLong("busport.fuzz.seed", new Random().nextInt(1_000_000));
        facts.add(ATTACKERS + " attackers at a time for " + DURATION.toSeconds() + " s, -Dbusport.fuzz.seed=" + seed);
        try (BusportProcess gateway = gateway();
                Bystanders bystanders = new Bystanders(gateway.port(), seed, Speech.values());
                Mob mob = new Mob(gateway.port(), ATTACKERS, seed)) {
            AdminClient admin = gateway.admin();
            try {
                rage(bystanders, mob);
                await().atMost(Duration.ofSeconds(60)).until(() -> admin.open() == bystanders.size());
                bystanders.finish();
            } finally {
                facts.add(mob.toString());
                bystanders.describe().forEach(facts::add);
                facts.add("ended: " + endings(gateway));
            }
            assertThat(mob.failure()).isNull();
            bystanders.assertNobodyIsHarmed();
            Gateways.assertUnharmed(gateway);
            assertEveryEndHasItsReason(gateway, bystanders.size());
            long live = Census.of(gateway).heapBytes();
            facts.add("heap in use afterwards " + (live >> 20) + " MiB, resident " + (gateway.residentBytes() >> 20)
                    + " MiB");
            assertThat(live).isLessThan(LIVE_HEAP);
        }
    }

    /** The limits of time and memory are small enough to be met. */
    private static BusportProcess gateway() {
        return Gateways.small("192m")
                .env("BUSPORT_LISTEN_FIRST_BYTE_TIMEOUT", "2s")
                .env("BUSPORT_LISTEN_WRITE_TIMEOUT", "2s")
                .env("BUSPORT_TEXT_TIMEOUT", "20s")
                .env("BUSPORT_LIMITS_MAX_OUTBOUND", "256KiB")
                .env("BUSPORT_LIMITS_MAX_FRAME", "64KiB")
                .env("BUSPORT_SESSIONS_EXPIRY", "1s")
                .start();
    }

    private static void rage(Bystanders bystanders, Mob mob) {
        long end = System.nanoTime() + DURATION.toNanos();
        mob.start();
        await().atMost(DURATION.plusSeconds(30))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> System.nanoTime() > end || bystanders.isAnyoneHarmed() || mob.failure() != null);
        mob.close();
    }

    private static Map<String, Long> endings(BusportProcess gateway) {
        Map<String, Long> count = new TreeMap<>();
        gateway.err().stream().map(DISCONNECTED::matcher).forEach(m -> {
            if (m.matches()) {
                count.merge(m.group(1), 1L, Long::sum);
            }
        });
        return count;
    }

    private static void assertEveryEndHasItsReason(BusportProcess gateway, int open) {
        assertThat(gateway.admin().connections())
                .filteredOn(c -> c.getString("closed") != null)
                .isNotEmpty()
                .allSatisfy(
                        c -> assertThat(c.getString("closeReason")).as("%s", c).isNotNull());
        long connected = gateway.err().stream()
                .filter(line -> CONNECTED.matcher(line).matches())
                .count();
        // The log is written a moment after the table is.
        await().atMost(Duration.ofSeconds(10))
                .until(() ->
                        endings(gateway).values().stream().mapToLong(n -> n).sum() == connected - open);
        assertThat(endings(gateway)).containsKeys("client-closed", "client-reset", "stranger", "not-text", "malformed");
    }
}

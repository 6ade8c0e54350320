package io.busport.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.busport.testing.BusportProcess;
import io.busport.testing.Exposition;
import io.busport.testing.TextSocket;
import io.busport.testing.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ten thousand wrong tokens a second beside an honest client, which asks something 200 times a second. Quiet and loud times take turns, so
 * that what else this machine does is in both. The attacker has a low priority: on one machine it would otherwise take the time of those
 * whom it attacks, which over a network it cannot.
 */
@SuppressWarnings("NullAway.Init") // JUnit sets the directory
@ExtendWith(Verdict.class)
class WrongTokensLongIT {
    private static final int ROUNDS = 3;
    private static final int SECONDS = 6;
    private static final int RATE = 10_000;
    private static final long ASK_EVERY = TimeUnit.MILLISECONDS.toNanos(5);
    /** What a round trip of well under a millisecond may take longer on a machine whose scheduler has more to do. */
    private static final long NOISE = TimeUnit.MICROSECONDS.toNanos(500);

    private final String token = TokenHash.newToken();

    @TempDir
    Path dir;

    @Test
    void honest_clients_are_hardly_slower_and_the_log_is_not_filled() throws IOException, InterruptedException {
        Path tokens = Files.writeString(dir.resolve("tokens"), Auths.line("river", token, null));
        long[] quiet = new long[ROUNDS];
        long[] loud = new long[ROUNDS];
        long said = 0;
        long slowestLogin = 0;
        try (BusportProcess gateway = BusportProcess.server()
                        .env("BUSPORT_AUTH_MODE", "tokens")
                        .env("BUSPORT_AUTH_TOKENS_FILE", tokens.toString())
                        .env("BUSPORT_LOG_RECEIVED", "false")
                        .start();
                TextSocket honest = new TextSocket(gateway.port())) {
            assertThat(honest.ask("AUTH " + token)).isEqualTo("OK river");
            long unused = median(honest); // warm
            for (int i = 0; i < ROUNDS; i++) {
                quiet[i] = median(honest);
                Process attacker = attack(gateway.port());
                loud[i] = median(honest);
                slowestLogin = Math.max(slowestLogin, login(gateway.port()));
                said += Long.parseLong(
                        new String(attacker.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip());
                assertThat(attacker.waitFor(10, TimeUnit.SECONDS)).isTrue();
            }
            Exposition metrics = Exposition.of(gateway.admin().get("/metrics").body());
            double wrong = metrics.value("busport_logins_total", "outcome", "wrong");
            long lines = gateway.err().stream().filter(l -> l.contains("ogin")).count();
            Arrays.sort(quiet);
            Arrays.sort(loud);
            System.out.printf(
                    "wrong tokens: %d said, %.0f refused, %d a second; honest client: median %d us quiet, %d us beside them;"
                            + " slowest login %d ms; lines of the log %d, about logins %d%n",
                    said,
                    wrong,
                    said / (ROUNDS * (SECONDS + 1)),
                    quiet[ROUNDS / 2] / 1000,
                    loud[ROUNDS / 2] / 1000,
                    slowestLogin / 1_000_000,
                    gateway.err().size(),
                    lines);
            assertThat(wrong).as("wrong tokens that arrived").isGreaterThan(1000);
            assertThat(loud[ROUNDS / 2]).isLessThan(quiet[ROUNDS / 2] * 12 / 10 + NOISE);
            assertThat(slowestLogin).isLessThan(TimeUnit.SECONDS.toNanos(2));
            assertThat(gateway.err()).hasSizeLessThan(60);
        }
    }

    private static Process attack(int port) throws IOException {
        return new ProcessBuilder(
                        "nice",
                        "-n",
                        "19",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        "target/test-classes",
                        WrongTokens.class.getName(),
                        String.valueOf(port),
                        String.valueOf(RATE),
                        String.valueOf(SECONDS + 1))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Of the round trips of some seconds, in nanoseconds. */
    private static long median(TextSocket client) {
        long[] all = new long[(int) (Duration.ofSeconds(SECONDS).toNanos() / ASK_EVERY)];
        long next = System.nanoTime();
        for (int i = 0; i < all.length; i++) {
            LockSupport.parkNanos(next - System.nanoTime());
            long asked = System.nanoTime();
            assertThat(client.ask("hello")).isEqualTo("hello");
            all[i] = System.nanoTime() - asked;
            next = Math.max(next + ASK_EVERY, asked);
        }
        Arrays.sort(all);
        return all[all.length / 2];
    }

    /** How long a newcomer takes to be let in, in nanoseconds. */
    private long login(int port) {
        long from = System.nanoTime();
        try (TextSocket client = new TextSocket(port)) {
            assertThat(client.ask("AUTH " + token)).isEqualTo("OK river");
        }
        return System.nanoTime() - from;
    }
}

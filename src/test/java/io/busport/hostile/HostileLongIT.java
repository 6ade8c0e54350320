package io.busport.hostile;

import io.busport.testing.BusportProcess;
import io.busport.testing.Verdict;
import io.busport.testing.Verdict.Facts;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each attack that somebody on the internet would try, one after the other against one gateway with a small heap. Each has an outcome, and
 * nobody else is kept waiting; a line for each of them says so. {@code -Dbusport.hostile=session} runs those whose name has that word.
 */
@Timeout(120)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(Verdict.class)
class HostileLongIT {
    private static final BusportProcess GATEWAY = Gateways.small("192m")
            .env("BUSPORT_LISTEN_FIRST_BYTE_TIMEOUT", "1s")
            .env("BUSPORT_LISTEN_WRITE_TIMEOUT", "1s")
            .env("BUSPORT_LIMITS_FRAME_TIMEOUT", "1s")
            .env("BUSPORT_LIMITS_MAX_CONNECTIONS", String.valueOf(Floods.MOST_CONNECTIONS))
            .env("BUSPORT_LIMITS_MAX_REGISTRATIONS", String.valueOf(Floods.MOST_REGISTRATIONS))
            .env("BUSPORT_SESSIONS_MAX", String.valueOf(Floods.MOST_SESSIONS))
            .env("BUSPORT_SESSIONS_EXPIRY", "1s")
            .env("BUSPORT_SESSIONS_OUTBOX_MESSAGES", "100")
            .start();

    private static Siege siege;

    @BeforeAll
    static void start() throws Exception {
        siege = new Siege(GATEWAY);
    }

    @AfterAll
    static void stop() throws Exception {
        try (GATEWAY) {
            siege.close();
        }
    }

    private static List<Attack> attacks() {
        return Stream.of(Slowness.all(), Floods.all(), Bulk.all(), Lies.all())
                .flatMap(List::stream)
                .filter(a -> a.name().contains(System.getProperty("busport.hostile", "")))
                .toList();
    }

    @Order(1)
    @ParameterizedTest(name = "{0}")
    @MethodSource("attacks")
    void an_attack_has_its_outcome_and_nobody_else_waits(Attack attack) throws Exception {
        say(attack.name(), () -> siege.withstands(attack));
    }

    @Order(2)
    @Test
    void afterwards_the_gateway_holds_what_it_held_before(Facts facts) throws Exception {
        say("afterwards", () -> {
            String outcome = siege.afterwards();
            facts.add(outcome);
            return outcome;
        });
    }

    private interface Trial {
        String outcome() throws Exception;
    }

    private static void say(String name, Trial trial) throws Exception {
        String outcome = "failed";
        boolean passed = false;
        try {
            outcome = trial.outcome();
            passed = true;
        } finally {
            System.out.println("HOSTILE: " + name + ": " + outcome + (passed ? " PASS" : " FAIL"));
        }
    }
}

package io.busport.bridge;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.busport.client.Endpoint;
import io.busport.nat.Fault;
import io.busport.prove.Plan;
import io.busport.prove.Proof;
import io.busport.prove.Verdict;
import io.busport.wire.Dialect;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The proof's clients without a session speak to the official bridge, too, and lose there what they lose here. */
@Timeout(120)
class BridgeProofIT {
    private static final String PERMITTED = """
            {"permissions": {"inbound": [{"addressRegex": "demo\\\\..+"}], "outbound": [{"addressRegex": "demo\\\\..+"}]}}""";

    @Test
    void an_unbroken_path_passes_and_a_broken_one_does_not() throws TimeoutException {
        Vertx vertx = Vertx.vertx();
        try (OfficialBridge bridge = new OfficialBridge(new JsonObject(PERMITTED), Duration.ofSeconds(10))) {
            Verdict unbroken = run(vertx, bridge.port(), List.of());
            assertThat(unbroken.passes()).as("%s", unbroken).isTrue();
            assertThat(unbroken.sent()).isEqualTo(300);
            Verdict broken = run(vertx, bridge.port(), List.of(Fault.RESET));
            assertThat(broken.passes()).as("%s", broken).isFalse();
            assertThat(broken.lost()).as("%s", broken).isPositive();
        } finally {
            vertx.close().await(20, SECONDS);
        }
    }

    private static Verdict run(Vertx vertx, int port, List<Fault> faults) throws TimeoutException {
        Plan plan = new Plan(
                List.of(new Endpoint("127.0.0.1", port)),
                true,
                Dialect.BRIDGE,
                2,
                2,
                150,
                200,
                Duration.ofSeconds(2),
                faults,
                Duration.ofMillis(500),
                Duration.ofSeconds(3));
        return Proof.run(vertx, plan, new Deaf()).await(60, SECONDS);
    }

    private static final class Deaf implements Proof.Audience {
        @Override
        public void say(String line) {}

        @Override
        public void progress(long sent, long delivered) {}
    }
}

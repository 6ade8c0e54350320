package io.busport.natlab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.extension.TestWatcher;
import org.junit.jupiter.api.io.TempDir;

/**
 * A service at home, asked from the internet, while nobody can dial in at home:
 *
 * <pre>
 *   a: service ◄─ local bus ◄─ link ──► home router ──► node ──► pod1: gateway ◄── node ◄── internet: who asks
 * </pre>
 */
@Timeout(120)
class LinkThroughNatIT {
    /** The link notices a path that is gone after a second. */
    private static final String CONF = """
            name: site7
            state: %s
            heartbeat: 1s
            import: [{address: demo.site7, as: private}]
            services:
              - class: io.busport.testing.ScriptedVerticle
                config: {address: private}
            """;

    private static NatLab lab;
    private static LabProcess link;

    @RegisterExtension
    final TestWatcher failures = new TestWatcher() {
        @Override
        public void testFailed(ExtensionContext test, @Nullable Throwable cause) {
            System.err.printf("%s failed. Last words:%n%s%n%s%n", test.getDisplayName(), lab.gateways(), link);
        }
    };

    @BeforeAll
    static void open_lab_with_a_link(@TempDir Path dir) throws IOException {
        var conf = dir.resolve("link.yaml");
        Files.writeString(conf, CONF.formatted(dir.resolve("state")));
        lab = NatLab.up();
        lab.endpoints("pod1");
        lab.gateways("pod1");
        link = lab.busportWithTestClasses("a", "link", "--to", NatLab.GATEWAY, "--conf", conf.toString());
        link.awaitOutput("Linked to " + NatLab.GATEWAY);
    }

    @AfterAll
    static void close_lab() {
        if (lab != null) {
            lab.close();
        }
    }

    @Test
    void a_private_service_answers_the_world_and_fails_as_it_would_at_home() {
        assertThat(ask("internet", "hello").getString("body")).isEqualTo("you said: hello");
        assertThat(ask("node", "hello again").getString("body")).isEqualTo("you said: hello again");
        var failure = ask("internet", "fail 42 out of stock");
        assertThat(failure.getString("type")).isEqualTo("err");
        assertThat(failure.getInteger("failureCode")).isEqualTo(42);
        assertThat(failure.getString("message")).contains("out of stock");
    }

    @Test
    void it_is_reached_again_when_the_node_has_forgotten_the_mapping() {
        for (var round = 1; round <= 3; round++) {
            var resumed = resumed();
            lab.faults().forgetAll("node");
            assertThat(ask("internet", "round " + round).getString("body")).isEqualTo("you said: round " + round);
            // The connection did not survive, the session did.
            await().until(() -> resumed() > resumed);
        }
        assertThat(link.errors()).noneMatch(line -> line.contains("FRESH") || line.contains("GAP"));
    }

    @Test
    void it_is_reached_again_when_home_has_another_public_address() {
        var resumed = resumed();
        lab.faults().publicAddress("198.51.100.77");
        try {
            await().atMost(Duration.ofSeconds(60)).until(() -> resumed() > resumed);
            assertThat(ask("internet", "moved").getString("body")).isEqualTo("you said: moved");
        } finally {
            lab.faults().publicAddress(NatLab.HOME);
        }
    }

    private static long resumed() {
        return link.errors().stream()
                .filter(line -> line.contains(" RESUMED: "))
                .count();
    }

    /** One request of the json-lines dialect over a connection of its own, by a host that knows nothing of Busport. */
    private static JsonObject ask(String host, String what) {
        var request = new JsonObject()
                .put("type", "send")
                .put("address", "demo.site7")
                .put("replyAddress", "r1")
                .put("body", what);
        var script = "exec 3<>/dev/tcp/%s && printf '%%s\\n' '%s' >&3 && head -n 1 <&3"
                .formatted(NatLab.GATEWAY.replace(':', '/'), request.encode());
        try (var asking = lab.run(host, "timeout", "20", "bash", "-c", script)) {
            assertThat(asking.exitCode()).as(asking::toString).isZero();
            return new JsonObject(String.join("", asking.output()));
        }
    }
}

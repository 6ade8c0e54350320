package io.busport.cluster;

import static io.busport.cluster.LoopbackCluster.LIMIT;
import static io.busport.cluster.LoopbackCluster.awaitLog;
import static io.busport.cluster.LoopbackCluster.awaitMembers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.busport.testing.BusportProcess;
import io.busport.testing.TextSocket;
import io.busport.testing.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Gateways in processes of their own, on this machine. */
@Timeout(240)
@ExtendWith(Verdict.class)
class ClusterLongIT {
    private final LoopbackCluster cluster = new LoopbackCluster();

    @Test
    void a_gateway_that_finds_nobody_is_a_cluster_of_one() {
        try (BusportProcess gateway = gateway(0).start()) {
            try (TextSocket client = new TextSocket(gateway.port())) {
                assertThat(client.ask("hello")).isEqualTo("hello");
            }
            await().atMost(LIMIT).until(() -> gateway.admin().status("/health/ready") == 200);
            assertThat(gateway.admin().get("/health/ready").body()).contains("\"cluster\"");
            gateway.terminate();
            assertThat(gateway.awaitExit(LIMIT)).isZero();
            assertThat(gateway.err()).noneMatch(line -> line.contains(" ERROR ") || line.contains("ISPN"));
        }
    }

    @Test
    void what_is_said_at_one_gateway_is_heard_at_another() {
        try (BusportProcess one = gateway(0).start();
                BusportProcess two = gateway(1).start();
                TextSocket listener = new TextSocket(two.port());
                TextSocket speaker = new TextSocket(one.port())) {
            awaitMembers(one, 2);
            // Only now is it known to be text.
            assertThat(listener.ask("hello")).isEqualTo("hello");
            listener.patience(Duration.ofSeconds(1));
            await().atMost(LIMIT).ignoreException(UncheckedIOException.class).until(() -> {
                speaker.send("{\"type\":\"publish\",\"address\":\"broadcast\",\"body\":\"news\"}\n");
                return "news".equals(listener.readLine());
            });
        }
    }

    @Test
    void a_gateway_that_is_killed_is_noticed_at_once_and_nothing_goes_there_any_more() {
        try (BusportProcess one = gateway(0).start();
                BusportProcess two = gateway(1).start();
                BusportProcess three = gateway(2).start();
                TextSocket client = new TextSocket(one.port())) {
            assertThat(two.port()).isPositive();
            assertThat(three.port()).isPositive();
            awaitMembers(one, 3);
            assertThat(client.ask("before")).isEqualTo("before");
            long killed = System.nanoTime();
            three.kill();
            awaitLog(one, "Lost: ");
            awaitLog(two, "Lost: ");
            // A heartbeat would not have been missed before 6 s.
            assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(Duration.ofSeconds(4));
            awaitMembers(one, 2);
            for (int i = 0; i < 20; i++) {
                assertThat(client.ask("after " + i)).isEqualTo("after " + i);
            }
            assertThat(one.admin().status("/health/ready")).isEqualTo(200);
        }
    }

    @Test
    void a_gateway_that_leaves_says_so_and_is_not_missed() {
        try (BusportProcess one = gateway(0).start();
                BusportProcess two = gateway(1).start()) {
            assertThat(two.port()).isPositive();
            awaitMembers(one, 2);
            two.terminate();
            assertThat(two.awaitExit(LIMIT)).isZero();
            awaitLog(one, "Left: ");
            assertThat(one.err()).noneMatch(line -> line.contains("Lost: "));
            assertThat(two.err()).noneMatch(line -> line.contains(" ERROR ") || line.contains("ISPN"));
        }
    }

    @Test
    void a_program_of_vertx_alone_serves_an_address() {
        try (BusportProcess gateway = gateway(0).start();
                TextSocket client = new TextSocket(gateway.port());
                BusportProcess program = BusportProcess.command("127.0.0.1", String.valueOf(cluster.port(1) + 200))
                        .withTestClasses()
                        .mainClass("io.busport.readme.ClockProgram")
                        .jvm(
                                "-Dvertx.infinispan.config=docs/cluster/infinispan.xml",
                                "-Dcluster.host=127.0.0.1",
                                "-Dcluster.port=" + cluster.port(1),
                                "-Dcluster.members=127.0.0.1[" + cluster.port(0) + "]")
                        .start()) {
            awaitMembers(gateway, 2);
            await().atMost(LIMIT).until(() -> program.out().contains("Serving demo.clock"));
            client.send("{\"type\":\"send\",\"address\":\"demo.clock\",\"replyAddress\":\"r\",\"body\":\"?\"}\n");
            assertThat(client.readLine()).contains("\"address\":\"r\"").contains("Z\"");
        }
    }

    @Test
    void a_port_that_is_taken_is_one_sentence() {
        try (BusportProcess one = gateway(0).start();
                BusportProcess two = gateway(0).start()) {
            await().atMost(LIMIT).until(() -> !one.isAlive() || !two.isAlive());
            BusportProcess refused = one.isAlive() ? two : one;
            assertThat(refused.awaitExit(LIMIT)).isEqualTo(1);
            assertThat(refused.err())
                    .singleElement()
                    .asString()
                    .startsWith("cluster.port: cannot listen on 127.0.0.1:" + cluster.port(0));
        }
    }

    @Test
    void a_wrong_configuration_is_told_whole_before_anything_is_joined() {
        try (BusportProcess gateway = BusportProcess.server("--cluster")
                .env("BUSPORT_CLUSTER_COPIES", "none")
                .env("BUSPORT_LISTEN_BACKLOG", "many")
                .start()) {
            assertThat(gateway.awaitExit(LIMIT)).isEqualTo(2);
            assertThat(String.join("\n", gateway.err())).contains("cluster.copies: none", "listen.backlog: many");
        }
    }

    @Test
    void the_stock_launcher_is_told_to_use_ours() {
        try (BusportProcess gateway = BusportProcess.command("io.busport.MainVerticle")
                .mainClass("io.vertx.launcher.application.VertxApplication")
                .env("BUSPORT_CLUSTER_ENABLED", "true")
                .start()) {
            assertThat(gateway.awaitExit(LIMIT)).isNotZero();
            assertThat(String.join("\n", gateway.err()))
                    .contains("cluster.enabled: true, but this Vert.x was started without a cluster");
        }
    }

    @Test
    void a_gateway_that_is_alone_loads_nothing_of_the_engine(@TempDir Path dir) throws IOException {
        Path loaded = dir.resolve("loaded");
        try (BusportProcess gateway =
                BusportProcess.server().jvm("-Xlog:class+load:file=" + loaded).start()) {
            assertThat(gateway.port()).isPositive();
        }
        assertThat(Files.readString(loaded)).doesNotContain(" org.infinispan.", " org.jgroups.");
    }

    private BusportProcess.Builder gateway(int index) {
        return cluster.gateway(index);
    }
}

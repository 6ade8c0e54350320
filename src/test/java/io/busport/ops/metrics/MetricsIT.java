package io.busport.ops.metrics;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.busport.client.BusportClient;
import io.busport.client.SessionOptions;
import io.busport.testing.BusportProcess;
import io.busport.testing.Exposition;
import io.busport.testing.TextSocket;
import io.vertx.core.Vertx;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** {@code /metrics} of a gateway that clients have talked to. */
@Timeout(120)
class MetricsIT {
    private static BusportProcess gateway;
    private static Vertx vertx;

    @BeforeAll
    static void start() {
        gateway =
                BusportProcess.server().env("BUSPORT_LISTEN_HOST", "127.0.0.1").start();
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stop() throws TimeoutException {
        var unused = vertx.close().await(10, SECONDS);
        gateway.close();
    }

    private static Exposition scrape() {
        var response = gateway.admin().get("/metrics");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
        return Exposition.of(response.body());
    }

    private static BusportClient client() throws TimeoutException {
        return BusportClient.connect(vertx, SessionOptions.of("127.0.0.1:" + gateway.port()))
                .await(20, SECONDS);
    }

    @Test
    void every_metric_of_the_catalogue_is_there_with_its_labels_and_none_else() {
        Exposition page = scrape();
        List<Metric> expected = Arrays.stream(Metric.values())
                .filter(m -> !m.family().startsWith("busport_cluster")) // this gateway is alone
                .filter(m -> m != Metric.SESSIONS_REFUSED) // by a code that somebody was told
                .toList();
        TreeSet<String> names = new TreeSet<>();
        for (Metric metric : expected) {
            names.addAll(metric.series());
            String series = metric.type() == Metric.Type.HISTOGRAM
                    ? metric.family() + "_count"
                    : metric.series().get(0);
            assertThat(page.labelsOf(series)).as(series).containsExactlyInAnyOrderElementsOf(metric.labels());
        }
        assertThat(page.names()).filteredOn(n -> n.startsWith("busport_")).containsExactlyElementsOf(names);
        assertThat(page.typeOf("busport_connections_closed_total")).isEqualTo("counter");
        assertThat(page.typeOf("busport_bus_latency_seconds")).isEqualTo("histogram");
        assertThat(page.value("jvm_threads_live_threads")).isPositive();
        assertThat(page.value("busport_gateway_state", "state", "serving")).isEqualTo(1);
        assertThat(page.value("busport_gateway_state", "state", "draining")).isZero();
    }

    @Test
    void a_scraper_that_asks_for_open_metrics_gets_it() throws Exception {
        var request = java.net.http.HttpRequest.newBuilder(
                        java.net.URI.create("http://127.0.0.1:" + gateway.adminPort() + "/metrics"))
                .header("Accept", "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5")
                .build();
        var response = java.net.http.HttpClient.newHttpClient()
                .send(request, java.net.http.HttpResponse.BodyHandlers.ofString());
        assertThat(response.headers().firstValue("Content-Type").orElseThrow())
                .startsWith("application/openmetrics-text; version=1.0.0");
        assertThat(response.body())
                .endsWith("# EOF\n")
                .contains("# TYPE busport_sessions_opened counter\n")
                .contains("# UNIT busport_bus_latency_seconds seconds\n");
    }

    @Test
    void a_text_client_is_counted_from_its_first_byte_to_its_end() {
        Exposition before = scrape();
        try (TextSocket client = new TextSocket(gateway.port())) {
            assertThat(client.ask("hello")).isEqualTo("hello");
            assertThat(client.ask("again")).isEqualTo("again");
            Exposition open = scrape();
            assertGrown(before, open, 1, "busport_connections_open", "dialect", "text");
            assertGrown(before, open, 12, "busport_connection_received_bytes_total", "dialect", "text");
            assertGrown(before, open, 2, "busport_connection_received_frames_total", "dialect", "text");
            assertGrown(before, open, 2, "busport_connection_sent_frames_total", "dialect", "text");
            assertGrown(before, open, 2, "busport_messages_said_total", "verb", "request", "outcome", "ok");
            assertGrown(before, open, 2, "busport_bus_latency_seconds_count");
            client.endOutput();
            assertThat(client.readLine()).isNull();
            String ended = gateway.admin().awaitCloseReason(client);
            assertThat(ended).isEqualTo("client-closed");
        }
        Exposition after = scrape();
        assertGrown(before, after, 0, "busport_connections_open", "dialect", "text");
        assertGrown(before, after, 12, "busport_connection_sent_bytes_total", "dialect", "text");
        assertGrown(before, after, 1, "busport_connections_closed_total", "dialect", "text", "reason", "client-closed");
    }

    @Test
    @EnabledOnOs(OS.LINUX) // only there the kernel tells
    void how_far_away_a_client_is_shows_when_it_gives_a_sign_of_life() {
        Exposition before = scrape();
        try (TextSocket client = new TextSocket(gateway.port())) {
            for (int i = 0; i < 5; i++) {
                assertThat(client.ask("{\"type\":\"ping\"}")).isEqualTo("{\"type\":\"pong\"}");
            }
        }
        // The kernel is not asked for each of them.
        assertGrown(before, scrape(), 1, "busport_connection_round_trip_seconds_count");
    }

    @Test
    void a_session_is_counted_while_it_is_kept_and_when_it_ends() throws Exception {
        Exposition before = scrape();
        BusportClient speaker = client();
        BusportClient listener = client();
        var heard = new java.util.concurrent.CountDownLatch(3);
        var unused = listener.subscribe("demo.metrics", d -> heard.countDown()).await(20, SECONDS);
        for (int i = 0; i < 3; i++) {
            var unusedToo = speaker.publish("demo.metrics", "n" + i).await(20, SECONDS);
        }
        assertThat(heard.await(20, SECONDS)).isTrue();
        assertThat(speaker.send("forbidden.address", "x")
                        .transform(r -> io.vertx.core.Future.succeededFuture(r.failed()))
                        .await(20, SECONDS))
                .isTrue();
        Exposition open = scrape();
        assertGrown(before, open, 2, "busport_sessions", "state", "attached");
        assertGrown(before, open, 2, "busport_sessions_opened_total");
        assertGrown(before, open, 3, "busport_messages_said_total", "verb", "publish", "outcome", "ok");
        assertGrown(before, open, 1, "busport_messages_said_total", "verb", "send", "outcome", "access_denied");
        assertGrown(before, open, 3, "busport_messages_heard_total", "outcome", "taken");
        await().atMost(20, SECONDS)
                .untilAsserted(() -> assertThat(scrape().value("busport_ack_latency_seconds_count"))
                        .isGreaterThan(before.value("busport_ack_latency_seconds_count")));

        speaker.close().await(20, SECONDS);
        listener.close().await(20, SECONDS);
        await().atMost(20, SECONDS)
                .untilAsserted(() -> assertGrown(before, scrape(), 2, "busport_sessions_ended_total", "how", "ended"));
        assertGrown(before, scrape(), 0, "busport_sessions", "state", "attached");
    }

    private static void assertGrown(Exposition before, Exposition after, double by, String name, String... labels) {
        assertThat(after.value(name, labels) - before.value(name, labels))
                .as("%s %s", name, List.of(labels))
                .isEqualTo(by);
    }
}

package io.busport.client;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.busport.client.SessionEvent.Kind;
import io.busport.testing.LocalGateway;
import io.busport.wire.Dialect;
import io.busport.wire.FailCode;
import io.busport.wire.Frame.Failure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The client and the gateway, over sockets that a relay between them cuts, in every dialect. */
class BusportClientIT {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private static LocalGateway gateway;

    private final List<SessionEvent> events = new CopyOnWriteArrayList<>();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private Vertx vertx;
    private Relay relay;

    @BeforeAll
    static void start_a_gateway() {
        gateway = new LocalGateway("""
                {"permissions": {"inbound": [{"addressRegex": "it\\\\..*"}], "outbound": [{"addressRegex": "it\\\\..*"}]}}""");
        gateway.bus().<Object>consumer("it.echo", m -> m.reply(m.body()));
        gateway.bus().<Object>consumer("it.refuse", m -> m.fail(7, "not today"));
    }

    @AfterAll
    static void stop_it() {
        gateway.close();
    }

    @BeforeEach
    void put_a_relay_before_it() throws Exception {
        vertx = Vertx.vertx();
        relay = new Relay(gateway.port());
    }

    @AfterEach
    void close() throws Exception {
        relay.close();
        assertThat(vertx.close().await(10, SECONDS)).isNull();
    }

    @ParameterizedTest
    @EnumSource(names = {"BINARY", "BRIDGE", "JSON_LINES"})
    void a_request_is_answered_and_a_failure_is_told(Dialect dialect) throws Exception {
        BusportClient client = connect(dialect);
        for (Object body : List.of("안녕", new JsonObject().put("a", 1), 42, true, Buffer.buffer("bytes"))) {
            Delivery answer = client.request("it.echo", body).await(10, SECONDS);
            // JSON has no bytes: there they are a text.
            Object expected = body instanceof Buffer && dialect != Dialect.BINARY ? "Ynl0ZXM" : body;
            assertThat(answer.body()).isEqualTo(expected);
        }
        assertThatThrownBy(() -> client.request("it.refuse", "x").await(10, SECONDS))
                .isInstanceOfSatisfying(BusportException.class, e -> {
                    assertThat(e.code()).isEqualTo(FailCode.RECIPIENT_FAILURE);
                    assertThat(e.failure()).isEqualTo(new Failure(7, "not today"));
                });
        assertThatThrownBy(() -> client.send("it.nobody", "x").await(10, SECONDS))
                .hasMessageContaining("no_handlers");
        assertThatThrownBy(() -> client.send("secret", "x").await(10, SECONDS)).hasMessageContaining("access_denied");
        client.close().await(10, SECONDS);
        assertThat(kinds()).containsExactly(Kind.CONNECTED, Kind.CLOSED);
    }

    @ParameterizedTest
    @EnumSource(names = {"BINARY", "BRIDGE", "JSON_LINES"})
    void a_client_serves_an_address(Dialect dialect) throws Exception {
        BusportClient client = connect(dialect);
        Subscription serving = client.subscribe("it.double", d -> {
                    var unused = d.reply(Integer.parseInt(String.valueOf(d.body())) * 2);
                })
                .await(10, SECONDS);
        assertThat(gateway.bus().request("it.double", 21).await(10, SECONDS).body())
                .isEqualTo(42);
        serving.cancel().await(10, SECONDS);
        assertThatThrownBy(() -> gateway.bus().request("it.double", 21).await(10, SECONDS))
                .hasMessageContaining("No handlers");
        client.close().await(10, SECONDS);
    }

    @ParameterizedTest
    @EnumSource(names = {"BINARY", "BRIDGE", "JSON_LINES"})
    void nothing_is_lost_doubled_or_reordered_by_connections_that_are_cut(Dialect dialect) throws Exception {
        List<Object> arrived = new CopyOnWriteArrayList<>();
        List<Object> heard = new CopyOnWriteArrayList<>();
        var consumer = gateway.bus().consumer("it.in." + dialect, m -> arrived.add(m.body()));
        BusportClient client = connect(dialect);
        assertThat(client.subscribe("it.out." + dialect, d -> {
                            heard.add(d.body());
                        })
                        .await(10, SECONDS))
                .isNotNull();
        List<Future<Void>> sent = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            sent.add(client.send("it.in." + dialect, i));
            gateway.bus().publish("it.out." + dialect, i);
            if (i % 100 == 50) {
                relay.cut();
                int resumed = i / 100 + 1;
                await().atMost(DEADLINE)
                        .until(() ->
                                kinds().stream().filter(k -> k == Kind.RESUMED).count() >= resumed);
            }
        }
        assertThat(Future.all(sent).await(10, SECONDS).succeeded()).isTrue();
        List<Object> all = IntStream.range(0, 400).<Object>mapToObj(i -> i).toList();
        assertThat(arrived).isEqualTo(all);
        await().atMost(DEADLINE).untilAsserted(() -> assertThat(heard).hasSize(400));
        assertThat(heard).isEqualTo(all);
        assertThat(kinds()).doesNotContain(Kind.FRESH, Kind.GAP);
        client.close().await(10, SECONDS);
        consumer.unregister().await(10, SECONDS);
    }

    @Test
    void a_path_that_swallows_everything_is_given_up_and_nothing_is_lost() throws Exception {
        SessionOptions hasty = options()
                .probeAfter(Duration.ofMillis(200))
                .probeDeadline(Duration.ofMillis(200))
                .welcomeTimeout(Duration.ofMillis(300));
        BusportClient client = BusportClient.connect(vertx, hasty).await(10, SECONDS);
        relay.swallow(true);
        Future<Delivery> answer = client.request("it.echo", "through");
        await().atMost(DEADLINE).until(() -> kinds().contains(Kind.LOST));
        assertThat(client.info().lastCause()).isEqualTo(Cause.SILENT);
        relay.swallow(false);
        assertThat(answer.await(10, SECONDS).body()).isEqualTo("through");
        client.close().await(10, SECONDS);
    }

    @Test
    void a_session_that_is_parked_is_gone_on_with() throws Exception {
        Path state = directory.resolve("state.json");
        List<Object> heard = new CopyOnWriteArrayList<>();
        BusportClient first = BusportClient.connect(
                        vertx, options().name("river").stateFile(state))
                .await(10, SECONDS);
        assertThat(first.subscribe("it.parked", d -> {}).await(10, SECONDS)).isNotNull();
        first.park().await(10, SECONDS);
        gateway.bus().publish("it.parked", "meanwhile");

        BusportClient second = BusportClient.connect(
                        vertx, options().name("river").stateFile(state))
                .await(10, SECONDS);
        assertThat(second.info().session()).isEqualTo(first.info().session());
        assertThat(second.subscribe("it.parked", d -> {
                            heard.add(d.body());
                        })
                        .await(10, SECONDS))
                .isNotNull();
        await().atMost(DEADLINE).untilAsserted(() -> assertThat(heard).containsExactly("meanwhile"));
        second.close().await(10, SECONDS);
        assertThat(state).doesNotExist();
    }

    @Test
    void what_a_process_had_said_and_could_not_send_is_sent_by_the_next_one() throws Exception {
        List<Object> arrived = new CopyOnWriteArrayList<>();
        var consumer = gateway.bus().consumer("it.spool", m -> arrived.add(m.body()));
        Vertx process = Vertx.vertx();
        BusportClient first =
                BusportClient.connect(process, options().spool(directory)).await(10, SECONDS);
        for (int i = 0; i < 50; i++) {
            first.send("it.spool", i).await(10, SECONDS);
        }
        relay.swallow(true);
        for (int i = 50; i < 100; i++) {
            var unusedAck = first.send("it.spool", i);
        }
        await().atMost(DEADLINE).until(() -> spooled() >= 100);
        process.close().await(10, SECONDS); // without a goodbye
        relay.cut();
        relay.swallow(false);

        BusportClient second =
                BusportClient.connect(vertx, options().spool(directory)).await(10, SECONDS);
        second.send("it.spool", 100).await(10, SECONDS);
        assertThat(arrived)
                .isEqualTo(
                        IntStream.rangeClosed(0, 100).<Object>mapToObj(i -> i).toList());
        assertThat(kinds()).doesNotContain(Kind.FRESH);
        second.close().await(10, SECONDS);
        consumer.unregister().await(10, SECONDS);
    }

    private long spooled() throws IOException {
        Path copy = Files.createTempDirectory(directory, "copy");
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".frames")).toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        List<SpoolFiles.Entry> all = Spool.files(copy).open(null);
        return all.isEmpty() ? 0 : all.get(all.size() - 1).n();
    }

    @Test
    void nobody_there_is_told_with_every_address() throws Exception {
        Endpoint closed;
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = new Endpoint("127.0.0.1", gone.getLocalPort());
        }
        assertThatThrownBy(() -> BusportClient.connect(vertx, new SessionOptions(List.of(closed)))
                        .await(10, SECONDS))
                .hasMessage(closed + ": connection refused");
    }

    private BusportClient connect(Dialect dialect) throws Exception {
        return BusportClient.connect(vertx, options().dialect(dialect)).await(10, SECONDS);
    }

    private SessionOptions options() {
        return SessionOptions.of("127.0.0.1:" + relay.port())
                .firstRetry(Duration.ofMillis(20))
                .longestRetry(Duration.ofMillis(100))
                .onEvent(events::add);
    }

    private List<Kind> kinds() {
        return events.stream().map(SessionEvent::kind).toList();
    }
}

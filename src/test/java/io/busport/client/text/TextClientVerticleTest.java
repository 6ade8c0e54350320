package io.busport.client.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.busport.client.Endpoint;
import io.busport.client.text.FakeGateway.Peer;
import io.busport.client.text.TextClientEvent.Kind;
import io.busport.config.ListenConfig.KeepAlive;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class TextClientVerticleTest {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final List<String> received = new CopyOnWriteArrayList<>();
    private final List<TextClientEvent> events = new CopyOnWriteArrayList<>();
    private Vertx vertx;
    private FakeGateway gateway;

    @BeforeEach
    void listen_on_the_local_bus(Vertx vertx) throws IOException {
        this.vertx = vertx;
        gateway = new FakeGateway();
        vertx.eventBus().<String>localConsumer(TextClientAddresses.RECEIVED, m -> {
            received.add(m.body());
            m.reply(null);
        });
        vertx.eventBus()
                .<JsonObject>localConsumer(
                        TextClientAddresses.EVENTS, m -> events.add(TextClientEvent.fromJson(m.body())));
    }

    @AfterEach
    void close_the_gateway() throws IOException {
        gateway.close();
    }

    @Test
    void messages_of_the_bus_become_lines_and_lines_become_messages() throws Exception {
        start(options(gateway.endpoint()));
        try (Peer peer = gateway.accept()) {
            send("안녕");
            assertThat(peer.read()).isEqualTo("안녕");
            peer.write("answer\nnews\n");
            await().atMost(DEADLINE).untilAsserted(() -> assertThat(received).containsExactly("answer", "news"));
        }
    }

    @Test
    void a_message_of_two_lines_is_refused() throws Exception {
        start(options(gateway.endpoint()));
        assertThatThrownBy(() -> send("one\ntwo")).hasMessageContaining("expected: one line");
    }

    @Test
    void addresses_are_tried_in_turn() throws Exception {
        start(options(closedPort(), gateway.endpoint()));
        gateway.accept().close();
        assertThat(events)
                .extracting(TextClientEvent::endpoint)
                .contains(gateway.endpoint().toString());
    }

    @Test
    void the_start_fails_with_the_reason_of_every_address() throws Exception {
        Endpoint one = closedPort();
        Endpoint two = closedPort();
        assertThatThrownBy(() -> start(options(one, two)))
                .hasMessage(one + ": connection refused; " + two + ": connection refused");
    }

    @Test
    void what_had_no_answer_is_sent_again_in_order_and_nothing_else() throws Exception {
        start(options(gateway.endpoint()));
        try (Peer first = gateway.accept()) {
            for (String message : List.of("one", "two", "three")) {
                send(message);
                assertThat(first.read()).isEqualTo(message);
            }
            first.write("ONE\n");
            await().atMost(DEADLINE).until(() -> received.contains("ONE"));
            first.reset();
        }
        try (Peer second = gateway.accept()) {
            assertThat(second.read()).isEqualTo("two");
            assertThat(second.read()).isEqualTo("three");
            assertThat(event(Kind.LOST).unanswered()).isEqualTo(2);
        }
    }

    @Test
    void what_is_said_while_there_is_no_connection_is_kept() throws Exception {
        start(options(gateway.endpoint()));
        gateway.accept().reset();
        send("kept");
        try (Peer second = gateway.accept()) {
            assertThat(second.read()).isEqualTo("kept");
        }
    }

    @Test
    void without_sending_again_the_loss_is_counted() throws Exception {
        start(options(gateway.endpoint(), false, 100));
        try (Peer first = gateway.accept()) {
            send("lost");
            assertThat(first.read()).isEqualTo("lost");
            first.reset();
        }
        try (Peer second = gateway.accept()) {
            Future<Message<Object>> finished = finish();
            assertThat(second.read()).isEqualTo("(end)");
            second.hangUp();
            assertThatThrownBy(() -> finished.await(10, TimeUnit.SECONDS))
                    .hasMessage("messages that were not answered: 1");
        }
    }

    @Test
    void to_finish_is_to_wait_for_the_answers_still_due() throws Exception {
        start(options(gateway.endpoint()));
        try (Peer peer = gateway.accept()) {
            send("last");
            Future<Message<Object>> finished = finish();
            assertThat(peer.read()).isEqualTo("last");
            assertThat(peer.read()).isEqualTo("(end)");
            assertThat(finished.isComplete()).isFalse();
            peer.write("LAST\n");
            peer.hangUp();
            assertThat(finished.await(10, TimeUnit.SECONDS)).isNotNull();
            assertThat(received).containsExactly("LAST");
        }
    }

    @Test
    void to_finish_does_not_cut_what_is_still_being_written() throws Exception {
        start(options(gateway.endpoint()));
        String large = "x".repeat(256 << 10);
        try (Peer peer = gateway.accept()) {
            for (int i = 0; i < 90; i++) {
                send(large); // far more than the kernel takes while nobody reads
            }
            Future<Message<Object>> finished = finish();
            for (int i = 0; i < 90; i++) {
                assertThat(peer.read()).hasSize(large.length());
            }
            assertThat(peer.read()).isEqualTo("(end)");
            peer.write("ANSWER\n".repeat(90));
            peer.hangUp();
            assertThat(finished.await(10, TimeUnit.SECONDS)).isNotNull();
        }
    }

    @Test
    void a_gateway_that_never_answers_is_given_up() throws Exception {
        start(options(gateway.endpoint()));
        try (Peer peer = gateway.accept()) {
            send("hello?");
            assertThat(peer.read()).isEqualTo("hello?");
            Future<Message<Object>> finished = finish();
            assertThatThrownBy(() -> finished.await(10, TimeUnit.SECONDS))
                    .hasMessage("messages that were not answered: 1");
        }
    }

    @Test
    void the_last_word_is_no_answer_and_a_refused_line_is_not_sent_again() throws Exception {
        start(options(gateway.endpoint()));
        try (Peer first = gateway.accept()) {
            send("too long");
            send("fine");
            assertThat(first.read()).isEqualTo("too long");
            assertThat(first.read()).isEqualTo("fine");
            first.write("! closing: line too long: … [line-too-long]\n");
        }
        try (Peer second = gateway.accept()) {
            assertThat(second.read()).isEqualTo("fine");
            assertThat(received).isEmpty();
            assertThat(event(Kind.DISMISSED).reason()).isEqualTo("line too long: … [line-too-long]");
        }
    }

    @Test
    void whoever_waits_for_the_bus_cannot_run_ahead_of_the_answers() throws Exception {
        start(options(gateway.endpoint(), true, 2));
        try (Peer peer = gateway.accept()) {
            send("1");
            send("2");
            Future<Message<Object>> third = vertx.eventBus().request(TextClientAddresses.SEND, "3", Local.PATIENTLY);
            assertThat(peer.read()).isEqualTo("1");
            assertThat(third.isComplete()).isFalse();
            peer.write("ONE\n");
            assertThat(third.await(10, TimeUnit.SECONDS)).isNotNull();
        }
    }

    private void start(TextClientOptions options) throws Exception {
        assertThat(vertx.deployVerticle(new TextClientVerticle(options)).await(10, TimeUnit.SECONDS))
                .isNotEmpty();
    }

    private void send(String message) throws Exception {
        assertThat(vertx.eventBus()
                        .request(TextClientAddresses.SEND, message, Local.PATIENTLY)
                        .await(10, TimeUnit.SECONDS))
                .isNotNull();
    }

    private Future<Message<Object>> finish() {
        return vertx.eventBus().request(TextClientAddresses.FINISH, null, Local.PATIENTLY);
    }

    private TextClientEvent event(Kind kind) {
        await().atMost(DEADLINE).until(() -> events.stream().anyMatch(e -> e.kind() == kind));
        return events.stream().filter(e -> e.kind() == kind).findFirst().orElseThrow();
    }

    private static Endpoint closedPort() throws IOException {
        try (FakeGateway gone = new FakeGateway()) {
            return gone.endpoint();
        }
    }

    private static TextClientOptions options(Endpoint... endpoints) {
        return options(List.of(endpoints), true, 100);
    }

    private static TextClientOptions options(Endpoint endpoint, boolean resend, int maxUnanswered) {
        return options(List.of(endpoint), resend, maxUnanswered);
    }

    private static TextClientOptions options(List<Endpoint> endpoints, boolean resend, int maxUnanswered) {
        return new TextClientOptions(
                endpoints,
                Duration.ofSeconds(2),
                Duration.ofMillis(10),
                Duration.ofMillis(50),
                Duration.ofSeconds(30),
                new KeepAlive(Duration.ofSeconds(15), Duration.ofSeconds(5), 3),
                Duration.ofSeconds(20),
                maxUnanswered,
                10,
                resend,
                Duration.ofSeconds(1),
                null,
                () -> null);
    }
}

package io.busport.security;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.busport.client.BusportClient;
import io.busport.client.SessionEvent;
import io.busport.client.SessionOptions;
import io.busport.testing.Exposition;
import io.busport.testing.TextSocket;
import io.busport.wire.Dialect;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sessions whose clients have to say who they are, at the start, at each resume, and in between. */
@SuppressWarnings("NullAway.Init") // JUnit sets the directory
class SessionLoginIT {
    private final String river = TokenHash.newToken();
    private final String newer = TokenHash.newToken();
    private final String other = TokenHash.newToken();
    private final String brief = TokenHash.newToken();
    private final AtomicReference<String> token = new AtomicReference<>(river);
    private final List<SessionEvent.Kind> events = new CopyOnWriteArrayList<>();
    private final List<String> texts = new CopyOnWriteArrayList<>();

    @TempDir
    Path dir;

    private Vertx vertx;
    private GuardedGateway guarded;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        guarded = GuardedGateway.ofTokens(
                dir.resolve("tokens"),
                both() + Auths.line("river", brief, null),
                "{\"limits\": {\"sessions\": 2}, \"principals\": [{\"name\": \"fast\", \"messageRate\": 50}]}",
                "{}");
    }

    private String both() {
        return Auths.line("river", river, null) + Auths.line("river", newer, null) + Auths.line("other", other, null);
    }

    @AfterEach
    void stop() throws TimeoutException {
        guarded.close();
        var unused = vertx.close().await(10, SECONDS);
    }

    private SessionOptions options(Dialect dialect) {
        return SessionOptions.of(guarded.address())
                .dialect(dialect)
                .token(token::get)
                .firstRetry(Duration.ofMillis(20))
                .longestRetry(Duration.ofMillis(100))
                .onEvent(event -> {
                    events.add(event.kind());
                    texts.add(event.text());
                });
    }

    private BusportClient connect(SessionOptions options) throws TimeoutException {
        return BusportClient.connect(vertx, options).await(10, SECONDS);
    }

    private void echoes(BusportClient client) throws TimeoutException {
        assertThat(client.request("messages", "hello").await(10, SECONDS).body())
                .isEqualTo("hello");
    }

    private void awaitEvent(SessionEvent.Kind kind) {
        await().atMost(10, SECONDS).untilAsserted(() -> assertThat(events).contains(kind));
    }

    @ParameterizedTest
    @EnumSource(names = "TEXT", mode = EnumSource.Mode.EXCLUDE)
    void a_hello_says_the_token_in_every_dialect(Dialect dialect) throws TimeoutException {
        BusportClient client = connect(options(dialect));
        echoes(client);
        client.close().await(10, SECONDS);
    }

    @Test
    void a_wrong_token_ends_the_client_with_a_clear_cause() {
        token.set("wrong");
        assertThatThrownBy(() -> connect(options(Dialect.BINARY)))
                .hasMessageContaining("login_failed")
                .hasMessageContaining("the token is not known here");
        assertThat(events).doesNotContain(SessionEvent.Kind.UNREACHABLE);
        token.set("");
        assertThatThrownBy(() -> connect(options(Dialect.BINARY))).hasMessageContaining("login_required");
    }

    @Test
    void a_token_that_is_revoked_ends_its_connections_and_a_newer_one_goes_on_with_the_session()
            throws TimeoutException {
        BusportClient client = connect(options(Dialect.BINARY));
        String session = client.info().session();
        token.set(newer);
        guarded.write(Auths.line("river", newer, null));
        awaitEvent(SessionEvent.Kind.RESUMED);
        assertThat(texts).anyMatch(t -> t.contains("login_revoked"));
        assertThat(client.info().session()).isEqualTo(session);
        echoes(client);
        guarded.write("");
        awaitEvent(SessionEvent.Kind.FAILED);
        assertThat(texts).anyMatch(t -> t.contains("login_failed") || t.contains("not known here"));
    }

    @Test
    void live_connections_end_too_when_their_token_is_revoked_and_no_others() {
        try (TextSocket gone = guarded.text();
                TextSocket stays = guarded.text()) {
            assertThat(gone.ask("AUTH " + other)).isEqualTo("OK other");
            assertThat(stays.ask("AUTH " + river)).isEqualTo("OK river");
            guarded.write(Auths.line("river", river, null));
            assertThat(gone.readLine()).isEqualTo("! closing: the token is not valid any more [login-revoked]");
            assertThat(stays.ask("hello")).isEqualTo("hello");
            assertThat(guarded.gateway().admin().awaitCloseReason(gone)).isEqualTo("login-revoked");
        }
    }

    @Test
    void a_token_that_expires_ends_its_connection_unless_it_was_renewed() throws TimeoutException {
        token.set(brief);
        BusportClient renewed = connect(options(Dialect.JSON_LINES));
        token.set(newer);
        renewed.renewToken();
        echoes(renewed);
        try (TextSocket client = guarded.text()) {
            assertThat(client.ask("AUTH " + brief)).isEqualTo("OK river");
            guarded.write(both() + Auths.line("river", brief, Instant.now()));
            assertThat(client.readLine()).isEqualTo("! closing: the token has expired [login-expired]");
        }
        try (TextSocket late = guarded.text()) {
            assertThat(late.ask("AUTH " + brief)).isEqualTo("! closing: the token has expired [login-failed]");
        }
        echoes(renewed);
        assertThat(events).containsExactly(SessionEvent.Kind.CONNECTED);
    }

    @Test
    void a_session_is_its_principals() throws TimeoutException {
        Path state = dir.resolve("state");
        connect(options(Dialect.BINARY).stateFile(state)).park().await(10, SECONDS);
        token.set(other);
        assertThatThrownBy(() -> connect(options(Dialect.BINARY).stateFile(state)))
                .hasMessageContaining("wrong_principal");
        token.set(newer);
        BusportClient again = connect(options(Dialect.BINARY).stateFile(state));
        assertThat(events).contains(SessionEvent.Kind.RESUMED);
        echoes(again);
    }

    @Test
    void a_principal_has_as_many_sessions_as_it_may() throws TimeoutException {
        BusportClient first = connect(options(Dialect.BINARY));
        BusportClient second = connect(options(Dialect.BINARY));
        assertThatThrownBy(() -> connect(options(Dialect.BINARY)))
                .hasMessageContaining("river has 2 sessions (expected: at most 2, auth.limits.sessions)");
        token.set(other); // each principal has its own
        echoes(connect(options(Dialect.BINARY)));
        token.set(river);
        first.close().await(10, SECONDS);
        echoes(connect(options(Dialect.BINARY)));
        echoes(second);
    }

    @Test
    void who_says_more_than_its_rate_waits_and_nothing_is_lost() {
        String fast = TokenHash.newToken();
        guarded.write(both() + Auths.line("fast", fast, null));
        await().atMost(10, SECONDS).until(() -> {
            try (TextSocket probe = guarded.text()) {
                return "OK fast".equals(probe.ask("AUTH " + fast));
            }
        });
        try (TextSocket client = guarded.text()) {
            assertThat(client.ask("AUTH " + fast)).isEqualTo("OK fast");
            client.send("x\n".repeat(100));
            for (int i = 0; i < 100; i++) {
                assertThat(client.readLine()).isEqualTo("x");
            }
            assertThat(client.ask("more")).isEqualTo("more");
        }
        Exposition metrics =
                Exposition.of(guarded.gateway().admin().get("/metrics").body());
        assertThat(metrics.value("busport_throttled_total")).isPositive();
    }
}

package io.busport.security;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.busport.testing.BridgeSocket;
import io.busport.testing.Exposition;
import io.busport.testing.TextSocket;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each dialect logs in with a token: the right one, a wrong one, none. */
@SuppressWarnings("NullAway.Init") // JUnit sets the directory
class LoginIT {
    private static final String RIVER = TokenHash.newToken();
    private static final String CLERK = TokenHash.newToken();

    @TempDir
    static Path dir;

    private static GuardedGateway guarded;

    @BeforeAll
    static void start() {
        guarded = GuardedGateway.ofTokens(
                dir.resolve("tokens"),
                Auths.line("river", RIVER, null) + Auths.line("office", CLERK, null, "clerk"),
                "{\"loginTimeout\": \"1s\"}",
                """
                {"permissions": {"inbound": [{"address": "messages"}, {"address": "accounts", "requiredAuthority": "clerk"}]}}""");
    }

    @AfterAll
    static void stop() {
        guarded.close();
    }

    // --- text

    @Test
    void a_text_client_says_its_token_in_the_first_line() {
        try (TextSocket client = guarded.text()) {
            assertThat(client.ask("AUTH " + RIVER)).isEqualTo("OK river");
            assertThat(client.ask("hello")).isEqualTo("hello");
            assertThat(client.ask("AUTH " + RIVER)).isEqualTo("OK river"); // again: no message, and not on the bus
        }
    }

    @Test
    void a_text_client_with_a_wrong_token_or_none_is_told_so_and_closed() {
        try (TextSocket wrong = guarded.text();
                TextSocket none = guarded.text();
                TextSocket silent = guarded.text()) {
            assertThat(wrong.ask("AUTH " + TokenHash.newToken() + "\nhello"))
                    .isEqualTo("! closing: the token is not known here [login-failed]");
            assertThat(wrong.readLine()).isNull();
            assertThat(none.ask("hello")).startsWith("! closing: log in first").endsWith("[login-required]");
            assertThat(none.readLine()).isNull();
            assertThat(silent.readLine()).isNull(); // nobody knows what it speaks
        }
    }

    @Test
    void nothing_is_published_to_a_text_client_before_its_login() {
        try (TextSocket stranger = guarded.text();
                TextSocket client = guarded.text()) {
            stranger.send("AU");
            assertThat(client.ask("AUTH " + RIVER)).isEqualTo("OK river");
            guarded.gateway().bus().publish("broadcast", "news");
            assertThat(client.readLine()).isEqualTo("news");
            assertThat(stranger.readLine()).startsWith("! closing: ");
        }
    }

    // --- frames

    @Test
    void a_bridge_client_says_an_auth_frame_first() {
        try (BridgeSocket client = guarded.bridge()) {
            assertThat(client.send("{\"type\":\"ping\"}").read().getString("type"))
                    .isEqualTo("pong");
            assertThat(client.send(auth(RIVER)).read())
                    .isEqualTo(new JsonObject().put("type", "authenticated").put("principal", "river"));
            assertThat(client.send(request("messages")).read().getString("body"))
                    .isEqualTo("hello");
        }
    }

    @Test
    void a_bridge_client_with_a_wrong_token_or_none_gets_an_error_and_the_end() {
        try (BridgeSocket wrong = guarded.bridge();
                BridgeSocket none = guarded.bridge()) {
            JsonObject failed = wrong.send(auth("x"), request("messages")).read();
            assertThat(failed.getString("message")).isEqualTo("login_failed");
            assertThat(failed.getBoolean("fatal")).isTrue();
            wrong.assertEnd();
            assertThat(none.send(request("messages")).read().getString("message"))
                    .isEqualTo("login_required");
            none.assertEnd();
        }
    }

    @Test
    void a_client_of_json_lines_logs_in_and_a_token_of_somebody_else_ends_it() {
        try (TextSocket client = guarded.text()) {
            assertThat(new JsonObject(client.ask(auth(RIVER))).getString("principal"))
                    .isEqualTo("river");
            assertThat(client.ask(request("messages"))).contains("hello");
            assertThat(client.ask(auth(CLERK))).contains("login_failed", "another principal");
            assertThat(client.readLine()).isNull();
        }
    }

    @Test
    void a_hello_without_auth_is_refused_before_there_is_a_session() {
        try (TextSocket client = guarded.text()) {
            assertThat(client.ask("{\"type\":\"hello\",\"version\":1}")).contains("login_required", "\"fatal\":true");
            assertThat(client.readLine()).isNull();
        }
        try (TextSocket client = guarded.text()) { // who has logged in before need not say it again
            assertThat(client.ask(auth(RIVER))).contains("authenticated");
            assertThat(client.ask("{\"type\":\"hello\",\"version\":1}")).contains("welcome");
        }
    }

    @Test
    void more_than_a_token_needs_is_not_read_before_the_login() {
        try (TextSocket client = guarded.text()) {
            client.send("{\"type\":\"send\",\"address\":\"messages\",\"body\":\"" + "x".repeat(100_000));
            assertThat(client.readLine()).contains("login_required");
        }
    }

    // --- what it is good for

    @Test
    void a_rule_that_requires_an_authority_permits_those_who_have_it() {
        List<String> principals = new CopyOnWriteArrayList<>();
        var unused = guarded.gateway().bus().consumer("accounts", m -> {
            principals.add(m.headers().get("busport-principal"));
            m.reply("done");
        });
        try (BridgeSocket river = guarded.bridge();
                BridgeSocket office = guarded.bridge()) {
            assertThat(river.send(auth(RIVER)).read().getString("type")).isEqualTo("authenticated");
            assertThat(river.send(request("accounts")).read().getString("message"))
                    .isEqualTo("access_denied");
            assertThat(office.send(auth(CLERK)).read().getString("type")).isEqualTo("authenticated");
            assertThat(office.send(request("accounts")).read().getString("body"))
                    .isEqualTo("done");
        }
        assertThat(principals).containsExactly("office");
    }

    @Test
    void logins_are_counted_by_outcome_and_those_who_failed_are_not_announced() {
        List<String> connected = new CopyOnWriteArrayList<>();
        var unused = guarded.gateway()
                .bus()
                .<JsonObject>consumer(
                        "busport.events", e -> connected.add(e.body().encode()));
        try (TextSocket wrong = guarded.text();
                TextSocket right = guarded.text()) {
            assertThat(wrong.ask("AUTH x")).contains("[login-failed]");
            assertThat(right.ask("AUTH " + RIVER)).isEqualTo("OK river");
            await().atMost(5, SECONDS)
                    .untilAsserted(() -> assertThat(connected).anyMatch(e -> e.contains(right.localAddress())));
            assertThat(connected).noneMatch(e -> e.contains(wrong.localAddress()));
        }
        Exposition metrics =
                Exposition.of(guarded.gateway().admin().get("/metrics").body());
        assertThat(metrics.value("busport_logins_total", "outcome", "wrong")).isPositive();
        assertThat(metrics.value("busport_logins_total", "outcome", "ok")).isPositive();
    }

    private static String auth(String token) {
        return new JsonObject().put("type", "auth").put("token", token).encode();
    }

    private static String request(String address) {
        return new JsonObject()
                .put("type", "send")
                .put("address", address)
                .put("replyAddress", "r")
                .put("body", "hello")
                .encode();
    }
}

package io.busport.ops;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.busport.client.BusportClient;
import io.busport.client.SessionOptions;
import io.busport.sessions.HandMadeClient;
import io.busport.testing.AdminClient;
import io.busport.testing.Exposition;
import io.busport.testing.LocalGateway;
import io.busport.testing.TextSocket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator does to clients, over HTTP. */
@Timeout(60)
class AdminActionsIT {
    private static final String TOKEN = "0123456789abcdef";
    private static final String RIGHT = "Bearer " + TOKEN;

    private static LocalGateway gateway;
    private static AdminClient admin;

    @BeforeAll
    static void start() {
        gateway = new LocalGateway("{\"admin\": {\"token\": \"" + TOKEN + "\"}}");
        admin = gateway.admin();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static String idOf(TextSocket client) {
        return admin.connection(client).orElseThrow().getString("id");
    }

    private static double closedByAdmin() {
        return Exposition.of(admin.get("/metrics").body())
                .value("busport_connections_closed_total", "dialect", "text", "reason", "admin");
    }

    @Test
    void a_connection_that_is_disconnected_is_told_so_and_everybody_else_too() {
        double before = closedByAdmin();
        try (TextSocket client = gateway.connect()) {
            assertThat(client.ask("hello")).isEqualTo("hello");
            String id = idOf(client);
            var answer = admin.post("/connections/" + id + "/disconnect", RIGHT);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(new JsonObject(answer.body())).isEqualTo(new JsonObject().put("disconnected", id));
            assertThat(client.readLine()).isEqualTo("! closing: an operator ended this connection [admin]");
            assertThat(client.readLine()).isNull();
            client.endOutput();
            assertThat(admin.awaitCloseReason(client)).isEqualTo("admin");
        }
        assertThat(closedByAdmin()).isEqualTo(before + 1);
        assertThat(admin.get("/").body()).contains("<code>admin</code>");
    }

    @Test
    void a_session_whose_connection_is_disconnected_goes_on() throws Exception {
        BusportClient client = BusportClient.connect(
                        gateway.vertx(),
                        SessionOptions.of("127.0.0.1:" + gateway.port()).name("goes-on"))
                .await(20, SECONDS);
        JsonObject before = session("goes-on");
        var answer = admin.post("/connections/" + before.getString("connection") + "/disconnect", RIGHT);
        assertThat(answer.statusCode()).isEqualTo(200);
        await().atMost(20, SECONDS)
                .untilAsserted(() ->
                        assertThat(session("goes-on").getInteger("resumed")).isEqualTo(1));
        JsonObject after = session("goes-on");
        assertThat(after.getString("id")).isEqualTo(before.getString("id"));
        assertThat(after.getString("connection")).isNotEqualTo(before.getString("connection"));
        assertThat(after.getString("lastCause")).startsWith("admin: an operator ended this connection");
        client.close().await(20, SECONDS);
    }

    private static JsonObject session(String name) {
        return new JsonArray(admin.get("/sessions").body())
                .stream()
                        .map(JsonObject.class::cast)
                        .filter(s -> name.equals(s.getString("name")))
                        .findFirst()
                        .orElseThrow();
    }

    @Test
    void a_session_that_is_expired_is_gone_and_its_client_knows() {
        try (HandMadeClient client = new HandMadeClient(gateway.port())) {
            String path = "/sessions/" + client.session() + "/expire";
            var answer = admin.post(path, RIGHT);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(new JsonObject(answer.body()).getString("expired")).isEqualTo(client.session());
            JsonObject last = client.hear("err");
            assertThat(last.getString("message")).isEqualTo("session_expired"); // in the bridge's words, the code
            assertThat(admin.get("/sessions").body()).doesNotContain(client.session());
            assertThat(admin.post(path, RIGHT).statusCode()).isEqualTo(404);
        }
    }

    @Test
    void a_client_whose_session_was_expired_opens_another_one() throws Exception {
        BusportClient client = BusportClient.connect(
                        gateway.vertx(),
                        SessionOptions.of("127.0.0.1:" + gateway.port()).name("again"))
                .await(20, SECONDS);
        String before = session("again").getString("id");
        assertThat(admin.post("/sessions/" + before + "/expire", RIGHT).statusCode())
                .isEqualTo(200);
        await().atMost(20, SECONDS)
                .ignoreExceptions()
                .untilAsserted(
                        () -> assertThat(session("again").getString("id")).isNotEqualTo(before));
        client.close().await(20, SECONDS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                TOKEN,
                "Bearer",
                "Bearer ",
                "Bearer 0123456789abcdeg",
                "Bearer 0123456789abcde",
                "Bearer 0123456789abcdef0",
                "Basic MDEyMzQ1Njc4OWFiY2RlZg=="
            })
    void whoever_does_not_prove_to_be_an_operator_does_nothing(String authorization) {
        try (TextSocket client = gateway.connect()) {
            assertThat(client.ask("hello")).isEqualTo("hello");
            var answer = admin.post("/connections/" + idOf(client) + "/disconnect", authorization);
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer realm=\"busport\"");
            assertThat(client.ask("still here")).isEqualTo("still here");
        }
    }

    @Test
    void nothing_happens_by_following_a_link_and_no_other_origin_is_let_in() {
        try (TextSocket client = gateway.connect()) {
            assertThat(client.ask("hello")).isEqualTo("hello");
            String path = "/connections/" + idOf(client) + "/disconnect";
            for (String method : new String[] {"GET", "HEAD", "PUT", "DELETE", "OPTIONS"}) {
                var answer = admin.send(method, path);
                assertThat(answer.statusCode()).as(method).isEqualTo(405);
                assertThat(answer.headers().map()).as(method).doesNotContainKey("access-control-allow-origin");
            }
            assertThat(admin.post("/connections", RIGHT).statusCode()).isEqualTo(405);
            assertThat(admin.post(path + "/", RIGHT).statusCode()).isEqualTo(405);
            assertThat(client.ask("still here")).isEqualTo("still here");
        }
    }

    @Test
    void what_is_not_there_is_said() {
        var connection = admin.post("/connections/none-1/disconnect", RIGHT);
        assertThat(connection.statusCode()).isEqualTo(404);
        assertThat(connection.body()).contains("connection none-1").contains("an open connection of this gateway");
        assertThat(admin.post("/sessions/nobody/expire", RIGHT).body()).contains("session nobody");
    }

    @Test
    void without_a_token_actions_are_off() {
        try (LocalGateway off = new LocalGateway("{}")) {
            var answer = off.admin().post("/sessions/x/expire", RIGHT);
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.body()).contains("admin actions are off", "admin.token or admin.tokenFile");
            assertThat(off.admin().get("/").body())
                    .contains("Off. Set admin.token")
                    .doesNotContain("data-action");
        }
    }

    @Test
    void a_token_in_a_file_counts_as_it_is_now(@TempDir Path dir) throws Exception {
        Path file = dir.resolve("token");
        JsonObject config = new JsonObject().put("admin", new JsonObject().put("tokenFile", file.toString()));
        try (LocalGateway filed = new LocalGateway(config.encode())) {
            assertThat(filed.admin().post("/sessions/x/expire", RIGHT).statusCode())
                    .isEqualTo(503);
            Files.writeString(file, TOKEN + "\n");
            assertThat(filed.admin().post("/sessions/x/expire", RIGHT).statusCode())
                    .isEqualTo(404);
            Files.writeString(file, "fedcba9876543210\n");
            assertThat(filed.admin().post("/sessions/x/expire", RIGHT).statusCode())
                    .isEqualTo(401);
            Files.writeString(file, "short\n");
            assertThat(filed.admin().post("/sessions/x/expire", "Bearer short").statusCode())
                    .isEqualTo(503);
        }
    }
}

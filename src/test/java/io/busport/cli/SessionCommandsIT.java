package io.busport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.busport.testing.LocalGateway;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code send}, {@code publish}, {@code request}, {@code subscribe} and {@code serve}. */
@Timeout(120)
class SessionCommandsIT {
    private final LocalGateway gateway = new LocalGateway("{}");
    private final String to = "127.0.0.1:" + gateway.port();
    private final Run run = new Run();

    @AfterEach
    void close() {
        run.close();
        gateway.close();
    }

    @Test
    void what_is_published_and_sent_is_printed_by_who_subscribes() {
        CompletableFuture<Integer> subscriber = run.listening(
                "Listening to demo.a, demo.b", "subscribe", "demo.a", "demo.b", "--to", to, "--json", "--count", "4");
        assertThat(run.now("publish", "demo.a", "hello", "--to", to, "--header", "k=v"))
                .isZero();
        assertThat(run.typing("{\"a\":1}\n[2]\n", "send", "demo.b", "-", "--json", "--to", to))
                .isZero();
        assertThat(run.now("publish", "demo.a", "last", "--to", to, "--dialect", "json-lines"))
                .isZero();
        assertThat(Run.codeOf(subscriber)).isZero();
        assertThat(run.printed().stream().map(JsonObject::new))
                .containsExactly(
                        heard("demo.a", "hello", false, 1).put("headers", new JsonObject().put("k", "v")),
                        heard("demo.b", new JsonObject().put("a", 1), true, 2),
                        heard("demo.b", new JsonArray().add(2), true, 3),
                        heard("demo.a", "last", false, 4));
    }

    private static JsonObject heard(String address, Object body, boolean send, int number) {
        return new JsonObject()
                .put("address", address)
                .put("headers", new JsonObject())
                .put("body", body)
                .put("send", send)
                .put("number", number)
                .put("redelivered", false);
    }

    @Test
    void a_body_can_be_said_many_times_and_at_a_rate() {
        CompletableFuture<Integer> subscriber =
                run.listening("Listening", "subscribe", "demo.a", "--to", to, "--count", "30");
        long start = System.nanoTime();
        assertThat(run.now("publish", "demo.a", "안녕", "--to", to, "--count", "30", "--rate", "100"))
                .isZero();
        assertThat(System.nanoTime() - start).isGreaterThan(290_000_000L);
        assertThat(Run.codeOf(subscriber)).isZero();
        assertThat(run.printed()).hasSize(30).containsOnly("안녕");
    }

    @Test
    void requests_are_answered_by_a_command_in_their_order() {
        CompletableFuture<Integer> server = run.listening(
                "Serving demo.upper",
                "serve",
                "demo.upper",
                "--exec",
                "read x; test \"$x\" = bad && { echo oh no >&2; exit 7; }; echo $x | tr a-z A-Z",
                "--to",
                to,
                "--count",
                "4");
        assertThat(run.typing("one\nbad\nthree\n", "request", "demo.upper", "-", "--to", to))
                .isEqualTo(1);
        assertThat(run.printed()).containsExactly("ONE", "THREE");
        assertThat(run.said()).contains("recipient_failure: 7 oh no");
        assertThat(run.now("request", "demo.upper", "four", "--to", "127.0.0.1:1," + to))
                .isZero();
        assertThat(run.printed()).containsExactly("ONE", "THREE", "FOUR");
        assertThat(Run.codeOf(server)).isZero();
    }

    @Test
    void an_answer_can_be_json() {
        CompletableFuture<Integer> server =
                run.listening("Serving", "serve", "demo.same", "--exec", "cat", "--json", "--to", to, "--count", "2");
        assertThat(run.now("request", "demo.same", "{\"b\":[1,null]}", "--json", "--to", to))
                .isZero();
        assertThat(run.printed()).containsExactly("{\"b\":[1,null]}");
        assertThat(run.now("request", "demo.same", "no JSON", "--to", to)).isEqualTo(1);
        assertThat(run.said()).contains("recipient_failure: 1 the answer is not JSON");
        assertThat(Run.codeOf(server)).isZero();
    }

    @Test
    void what_cannot_be_done_is_said_and_exit_code_1() {
        assertThat(run.now("send", "forbidden", "hi", "--to", to)).isEqualTo(1);
        assertThat(run.said()).contains("access_denied: ");
        assertThat(run.now("send", "demo.nobody", "hi", "--to", to)).isEqualTo(1);
        assertThat(run.said()).contains("no_handlers: ");
        assertThat(run.now("subscribe", "forbidden", "--to", to)).isEqualTo(1);
        assertThat(run.now("send", "demo.nobody", "hi", "--to", "127.0.0.1:1")).isEqualTo(1);
        assertThat(run.said()).contains("Unable to connect to the server. 127.0.0.1:1: connection refused");
        assertThat(run.printed()).isEmpty();
    }

    @Test
    void wrong_usage_is_exit_code_2() {
        assertThat(run.now("send", "demo.a", "hi")).isEqualTo(2);
        assertThat(run.now("send", "demo.a", "{", "--json", "--to", to)).isEqualTo(2);
        assertThat(run.said()).contains("'{' (expected with --json: JSON)");
        assertThat(run.now("send", "demo.a", "hi", "--to", to, "--count", "0")).isEqualTo(2);
        assertThat(run.now("send", "demo.a", "hi", "--to", to, "--dialect", "text"))
                .isEqualTo(2);
        assertThat(run.now("serve", "demo.a", "--exec", "cat", "--to", to, "--parallel", "0"))
                .isEqualTo(2);
    }

    @Test
    void a_session_in_a_file_goes_on_in_the_next_command(@TempDir Path directory) throws IOException {
        Path state = directory.resolve("state.json");
        CompletableFuture<Integer> first = run.listening(
                "Listening", "subscribe", "demo.kept", "--to", to, "--state", state.toString(), "--count", "1");
        assertThat(run.now("publish", "demo.kept", "1", "--to", to)).isZero();
        assertThat(Run.codeOf(first)).isZero();
        String session = new JsonObject(Files.readString(state)).getString("session");
        assertThat(session).isNotEmpty();

        // Nobody is there, and it is kept.
        assertThat(run.now("publish", "demo.kept", "2", "--to", to)).isZero();
        assertThat(run.now("subscribe", "demo.kept", "--to", to, "--state", state.toString(), "--count", "1"))
                .isZero();
        assertThat(run.printed()).containsExactly("1", "2");
        assertThat(new JsonObject(Files.readString(state)).getString("session")).isEqualTo(session);
    }
}

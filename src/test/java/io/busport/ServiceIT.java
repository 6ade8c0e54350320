package io.busport;

import static org.assertj.core.api.Assertions.assertThat;

import io.busport.testing.LocalGateway;
import io.busport.testing.TextSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A user's own verticle in place of the echo, by configuration alone, and what its answers look like to a socket. */
@Timeout(60)
class ServiceIT {
    private static LocalGateway gateway;

    @BeforeAll
    static void start() {
        gateway = new LocalGateway("""
                {"services": ["io.busport.testing.ScriptedVerticle"], "text": {"timeout": "1s"}}""");
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void its_answers_are_the_answers() {
        try (TextSocket client = gateway.connect()) {
            assertThat(client.ask("hello")).isEqualTo("you said: hello");
        }
    }

    @Test
    void its_failures_keep_their_code_and_text() {
        try (TextSocket client = gateway.connect()) {
            assertThat(client.ask("fail 42 out of stock")).isEqualTo("! 42 out of stock");
            assertThat(client.ask("hello")).as("the connection lives").isEqualTo("you said: hello");
        }
    }

    @Test
    void its_silence_is_said() {
        try (TextSocket client = gateway.connect()) {
            assertThat(client.ask("silent")).isEqualTo("! timed out after 1 s");
            assertThat(client.ask("hello")).isEqualTo("you said: hello");
        }
    }

    @Test
    void a_slow_answer_keeps_its_place() {
        try (TextSocket client = gateway.connect()) {
            client.send("after 200 slow\nfast\nfail 1 no\nafter 100 slower\nlast\n");
            assertThat(client.readLine()).isEqualTo("slow");
            assertThat(client.readLine()).isEqualTo("you said: fast");
            assertThat(client.readLine()).isEqualTo("! 1 no");
            assertThat(client.readLine()).isEqualTo("slower");
            assertThat(client.readLine()).isEqualTo("you said: last");
        }
    }

    @Test
    void it_is_told_who_asks() {
        try (TextSocket client = gateway.connect()) {
            String headers = client.ask("headers");
            String id = gateway.admin().connection(client).orElseThrow().getString("id");
            assertThat(headers).contains("busport-peer=" + client.localAddress());
            assertThat(headers).contains("busport-connection=" + id);
        }
    }

    @Test
    void without_any_service_a_client_is_told_that_nobody_is_there() {
        try (LocalGateway alone = new LocalGateway("{\"services\": [], \"text\": {\"address\": \"orders\"}}");
                TextSocket client = alone.connect()) {
            assertThat(client.ask("hello")).isEqualTo("! no handlers for orders");
        }
    }

    @Test
    void an_answer_that_is_larger_than_the_outbound_limit_still_arrives_whole() {
        try (TextSocket client = gateway.connect()) {
            assertThat(client.ask("big 5000000")).hasSize(5_000_000);
            assertThat(client.ask("hello")).isEqualTo("you said: hello");
        }
    }
}

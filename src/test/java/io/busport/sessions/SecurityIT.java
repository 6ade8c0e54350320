package io.busport.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import io.busport.testing.BridgeSocket;
import io.busport.testing.LocalGateway;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What somebody may know who listens on the path, and that it is worth nothing. */
@Timeout(60)
class SecurityIT {
    private static LocalGateway gateway;
    private HandMadeClient honest;

    @BeforeAll
    static void start() {
        // A small window: what is read in one turn goes beyond it, and no acknowledgement can be on its way.
        gateway = new LocalGateway("{\"sessions\": {\"window\": {\"messages\": 16}}}");
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void open() {
        honest = new HandMadeClient(gateway.port());
    }

    @AfterEach
    void the_honest_client_has_noticed_nothing() {
        honest.say("{\"type\":\"ping\",\"echo\":77}");
        assertThat(honest.hear().getLong("echo")).isEqualTo(77);
        honest.close();
    }

    @Test
    void a_recorded_resume_is_good_once() {
        JsonObject recorded = honest.resumption();
        BridgeSocket first = new BridgeSocket(gateway.port());
        honest.take(first, first.send(recorded).read());
        assertThat(refusalOf(recorded)).isEqualTo("replayed");
    }

    @Test
    void a_recorded_resume_is_not_good_after_the_next_secret_is_in_use_either() {
        JsonObject recorded = honest.resumption();
        BridgeSocket first = new BridgeSocket(gateway.port());
        honest.take(first, first.send(recorded).read());
        honest.say("{\"type\":\"ping\"}");
        assertThat(honest.hear().getString("type")).isEqualTo("pong");
        assertThat(refusalOf(recorded)).isEqualTo("bad_proof");
    }

    @Test
    void an_old_secret_is_worth_nothing_once_its_client_has_shown_that_it_has_the_next() {
        byte[] stolen = honest.secret();
        honest.resume().close();
        honest.say("{\"type\":\"ping\"}");
        assertThat(honest.hear().getString("type")).isEqualTo("pong");
        assertThat(refusalOf(honest.resumption(honest.session(), stolen, honest.counter() + 1)))
                .isEqualTo("bad_proof");
    }

    @Test
    void the_id_of_a_session_is_worth_nothing() {
        assertThat(refusalOf(honest.resumption(honest.session(), new byte[32], 1_000_000)))
                .isEqualTo("bad_proof");
    }

    @Test
    void a_welcome_that_was_lost_does_not_lock_its_client_out() {
        try (BridgeSocket lost = new BridgeSocket(gateway.port())) {
            // Its welcome leads to a next secret that the client never learns.
            assertThat(lost.send(honest.resumption()).read().getString("state")).isEqualTo("resumed");
            honest.resume().close();
            assertThat(honest.state()).isEqualTo("resumed");
        }
    }

    @Test
    void a_claim_to_have_received_more_than_was_sent_is_refused() {
        honest.received = 7;
        JsonObject claim = honest.resumption();
        honest.received = 0;
        assertThat(refusalOf(claim)).isEqualTo("out_of_range");
    }

    @Test
    void a_claim_that_more_was_acknowledged_than_was_said_is_refused() {
        honest.floor = 9;
        JsonObject claim = honest.resumption();
        honest.floor = 1;
        assertThat(refusalOf(claim)).isEqualTo("out_of_range");
    }

    @Test
    void an_acknowledgement_of_what_was_never_sent_ends_the_connection_and_not_the_session() {
        HandMadeClient liar = new HandMadeClient(gateway.port());
        JsonObject err = liar.say("{\"type\":\"ack\",\"received\":1}").hear();
        assertThat(err.getString("message")).isEqualTo("out_of_range");
        assertThat(err.getBoolean("fatal")).isTrue();
        liar.socket().assertEnd();
        var unused = liar.resume();
        assertThat(liar.state()).isEqualTo("resumed");
        liar.close();
    }

    @Test
    void a_number_that_skips_one_ends_the_connection_and_not_the_session() {
        HandMadeClient hasty = new HandMadeClient(gateway.port());
        JsonObject err = hasty.say("{\"type\":\"publish\",\"n\":2,\"address\":\"demo.x\",\"body\":1}")
                .hear();
        assertThat(err.getString("message")).isEqualTo("number_gap");
        hasty.socket().assertEnd();
        var unused = hasty.resume();
        assertThat(hasty.state()).isEqualTo("resumed");
        hasty.close();
    }

    @Test
    void more_than_the_window_ends_the_connection() {
        HandMadeClient greedy = new HandMadeClient(gateway.port());
        int window = greedy.welcome().getJsonObject("window").getInteger("messages");
        String[] frames = new String[4 * window];
        for (int i = 0; i < frames.length; i++) {
            frames[i] = "{\"type\":\"publish\",\"n\":%d,\"address\":\"demo.x\",\"body\":1}".formatted(i + 1);
        }
        var unused = greedy.socket().send(frames);
        JsonObject err = greedy.hear("err");
        assertThat(err.getString("message")).isEqualTo("beyond_window");
        greedy.close();
    }

    @Test
    void a_frame_that_cannot_be_read_costs_nothing_but_itself() {
        HandMadeClient clumsy = new HandMadeClient(gateway.port());
        clumsy.say("{\"type\":\"publish\",\"n\":1,\"body\":1}");
        JsonObject ack = clumsy.hear("ack");
        assertThat(ack.getLong("received")).isEqualTo(1);
        assertThat(ack.getJsonArray("outcomes").getJsonObject(0).getString("code"))
                .isEqualTo("missing_address");
        clumsy.say("{\"type\":\"send\",\"n\":2,\"address\":\"%s\",\"replyAddress\":\"r\",\"body\":1}"
                .formatted("x".repeat(300)));
        JsonObject err = clumsy.hear("err");
        assertThat(err.getString("address")).isEqualTo("r");
        assertThat(err.getLong("n")).isEqualTo(1);
        clumsy.say("{\"type\":\"send\",\"n\":3,\"address\":\"messages\",\"replyAddress\":\"q\",\"body\":1}");
        assertThat(clumsy.hear("message").getString("address")).isEqualTo("q");
        clumsy.close();
    }

    @Test
    void a_hello_that_is_not_the_first_word_is_refused() {
        HandMadeClient twice = new HandMadeClient(gateway.port());
        JsonObject err = twice.say("{\"type\":\"hello\",\"version\":1}").hear();
        assertThat(err.getString("message")).isEqualTo("unexpected");
        twice.close();
    }

    @Test
    void a_version_that_nobody_speaks_is_refused() {
        assertThat(refusalOf(new JsonObject().put("type", "hello").put("version", 2)))
                .isEqualTo("unsupported_version");
    }

    @Test
    void a_name_has_one_session_at_a_time() {
        JsonObject river = new JsonObject().put("session", new JsonObject().put("name", "river"));
        HandMadeClient owner = new HandMadeClient(gateway.port(), river);
        owner.say("{\"type\":\"ping\"}");
        assertThat(owner.hear().getString("type")).isEqualTo("pong");
        assertThat(refusalOf(river.copy().put("type", "hello").put("version", 1)))
                .isEqualTo("name_taken");
        owner.say("{\"type\":\"bye\",\"keep\":false}");
        assertThat(owner.hear("bye").getBoolean("keep")).isFalse();
        owner.socket().assertEnd();
        HandMadeClient next = new HandMadeClient(gateway.port(), river);
        assertThat(next.state()).isEqualTo("new");
        next.close();
    }

    private static String refusalOf(JsonObject hello) {
        JsonObject answer = HandMadeClient.answerTo(gateway.port(), hello);
        assertThat(answer.getString("type")).as(answer.encode()).isEqualTo("err");
        assertThat(answer.getBoolean("fatal")).as(answer.encode()).isTrue();
        return answer.getString("message");
    }
}

package io.busport.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.busport.session.Attachment.End;
import io.busport.session.OneGateway.Connection;
import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.busport.wire.Headers;
import io.busport.wire.SessionFrames.Ack;
import io.busport.wire.SessionFrames.Bye;
import io.busport.wire.SessionFrames.Hello;
import io.busport.wire.SessionFrames.Moved;
import io.busport.wire.SessionFrames.Welcome;
import io.busport.wire.SessionFrames.Window;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A session that is kept elsewhere promises nothing that is only here. */
class KeptSessionTest {
    private static final Hello HELLO = new Hello(1, null, null, -1, new Window(100, 1 << 20), 0, null);

    private final OneGateway gateway = new OneGateway();

    private static Frame request(String label) {
        return new Frame.Send("service", label, Headers.NONE, "question", null, 0, false, 1);
    }

    @Test
    void a_client_is_welcomed_when_its_session_is_kept() {
        Connection client = gateway.connect(HELLO);
        assertThat(client.heard).isEmpty();
        gateway.keeper.keep();
        assertThat(client.welcome().state()).isEqualTo("new");
        assertThat(gateway.keeper.kept).containsOnlyKeys(client.welcome().session());
        assertThat(client.welcome().guarantee()).isEqualTo("two copies");
        assertThat(client.welcome().alternatives()).containsExactly("other:1");
    }

    @Test
    void the_copy_knows_the_epoch_that_the_client_is_told() {
        Connection client = gateway.client(null);
        SessionSnapshot copy = gateway.keeper.kept.get(client.welcome().session());
        assertThat(copy)
                .isNotNull()
                .extracting(SessionSnapshot::epoch)
                .isEqualTo(client.welcome().epoch());
    }

    @Test
    void sessions_that_are_being_opened_take_places_until_they_are_not() {
        gateway.others.slow = true;
        for (int n = 0; n < OneGateway.MOST; n++) {
            assertThat(gateway.connect(HELLO).refusal).isNull();
        }
        assertThat(gateway.connect(HELLO).refusal).extracting(Frame.Err::code).isEqualTo(FailCode.TRY_LATER);
        gateway.others.claims.get(0).complete(false);
        gateway.others.claims.get(1).fail("no majority");
        gateway.others.claims.get(2).complete(true);
        assertThat(gateway.connect(HELLO).refusal).isNull();
        assertThat(gateway.connect(HELLO).refusal).isNull();
        assertThat(gateway.connect(HELLO).refusal).isNotNull();
    }

    @Test
    void a_session_that_ends_or_moves_away_gives_its_place_back() {
        List<Connection> all = IntStream.range(0, OneGateway.MOST)
                .mapToObj(n -> gateway.client(null))
                .toList();
        assertThat(gateway.connect(HELLO).refusal).isNotNull();
        all.get(0).tell(new Bye(false));
        gateway.moves.discard(all.get(1).welcome().session());
        assertThat(gateway.connect(HELLO).refusal).isNull();
        assertThat(gateway.connect(HELLO).refusal).isNull();
        assertThat(gateway.connect(HELLO).refusal).isNotNull();
    }

    @Test
    void a_gateway_that_is_alone_welcomes_at_once() {
        gateway.keeper.keeps = false;
        assertThat(gateway.connect(HELLO).welcome().state()).isEqualTo("new");
    }

    @Test
    void a_client_that_left_before_its_welcome_is_not_welcomed() {
        Connection client = gateway.connect(HELLO);
        client.leave();
        gateway.keeper.keep();
        assertThat(client.heard).isEmpty();
    }

    @Test
    void of_two_connections_that_wait_for_their_welcome_the_newer_gets_it() {
        Connection first = gateway.client(null);
        Connection second = gateway.resume(first.welcome(), 1, 0, 1);
        Connection third = gateway.resume(first.welcome(), 2, 0, 1);
        gateway.keeper.keep();
        assertThat(second.all(Welcome.class)).isEmpty();
        assertThat(second.all(Moved.class)).hasSize(1);
        assertThat(third.welcome().state()).isEqualTo("resumed");
        assertThat(third.welcome().epoch()).isEqualTo(3);
    }

    @Test
    void nothing_is_sent_before_it_is_kept() {
        Connection client = gateway.client(null);
        client.say(new Frame.Register("news", null));
        gateway.publish("news", "one", null);
        assertThat(client.messages()).isEmpty();
        gateway.keeper.keepOnce(() -> gateway.publish("news", "two", null));
        assertThat(client.messages()).containsExactly("1 one");
        gateway.keeper.keep();
        assertThat(client.messages()).containsExactly("1 one", "2 two");
    }

    @Test
    void a_client_that_comes_back_is_sent_no_more_than_is_kept() {
        Connection first = gateway.client(null);
        first.say(new Frame.Register("news", null));
        gateway.keeper.keep();
        gateway.publish("news", "one", null);
        gateway.keeper.keep();
        first.leave();
        Connection second = gateway.resume(first.welcome(), 1, 0, 2);
        gateway.keeper.keepOnce(() -> gateway.publish("news", "two", null));
        assertThat(second.heard.get(0)).isInstanceOf(Welcome.class);
        assertThat(second.messages()).containsExactly("1 one");
    }

    @Test
    void a_registration_is_acknowledged_when_it_is_kept() {
        Connection client = gateway.client(null);
        client.say(new Frame.Register("news", null));
        assertThat(gateway.router.subscribers).containsKey("news");
        assertThat(client.all(Ack.class)).isEmpty();
        gateway.keeper.keep();
        assertThat(client.all(Ack.class)).last().extracting(Ack::received).isEqualTo(1L);
        SessionSnapshot copy = gateway.keeper.kept.get(client.welcome().session());
        assertThat(copy).isNotNull();
        assertThat(copy == null ? null : copy.addresses()).containsExactly("news");
    }

    @Test
    void a_request_is_on_the_bus_at_once_and_acknowledged_when_it_is_kept() {
        Connection client = gateway.client(null);
        client.say(request("r"));
        assertThat(gateway.router.requests).hasSize(1);
        assertThat(client.all(Ack.class)).isEmpty();
        gateway.keeper.keep();
        assertThat(client.all(Ack.class)).last().extracting(Ack::received).isEqualTo(1L);
    }

    @Test
    void a_request_that_is_kept_is_known_by_its_number_until_it_is_answered() {
        Connection client = gateway.client(null);
        client.say(request("r"));
        assertThat(gateway.session(client.welcome().session()).snapshot().asked())
                .containsExactly(new SessionSnapshot.Asked(1, (Frame.Send) request("r")));
        gateway.router.answer(0, Frame.Message.of("r", "answer"));
        assertThat(gateway.session(client.welcome().session()).snapshot().asked())
                .isEmpty();
        assertThat(client.messages()).as("the answer is kept, too").isEmpty();
        gateway.keeper.keep();
        assertThat(client.messages()).containsExactly("1 answer");
    }

    @Test
    void an_answer_that_comes_while_the_session_moves_goes_with_it_and_is_not_waited_for_there() {
        OneGateway there = new OneGateway();
        Connection client = gateway.client(null);
        client.say(request("r"));
        String id = client.welcome().session();
        SessionSnapshot snapshot = gateway.moves.leave(id, null, "").result().snapshot();
        assertThat(snapshot).isNotNull();
        if (snapshot != null) {
            assertThat(snapshot.asked()).hasSize(1);
            assertThat(there.moves
                            .install(there.loop, snapshot.inTerm(2), false)
                            .succeeded())
                    .isTrue();
            gateway.router.answer(0, Frame.Message.of("r", "answer"));
            SessionSnapshot tail = gateway.moves.tail(id, snapshot.last()).result();
            assertThat(there.moves.arrived(id, tail, 0).succeeded()).isTrue();
        }
        SessionSnapshot moved = there.session(id).snapshot();
        assertThat(moved.asked()).isEmpty();
        assertThat(moved.outbox()).extracting(Outbox.Kept::frame).containsExactly(Frame.Message.of("r", "answer"));
    }

    @Test
    void a_published_message_is_acknowledged_when_it_has_arrived() {
        Connection client = gateway.client(null);
        client.say(new Frame.Publish("news", Headers.NONE, "x", false, 1));
        gateway.keeper.keep();
        assertThat(client.all(Ack.class)).isEmpty();
        gateway.router.settled.complete();
        assertThat(client.all(Ack.class)).last().extracting(Ack::received).isEqualTo(1L);
    }

    @Test
    void while_sessions_move_what_a_client_says_waits_in_its_order() {
        Connection client = gateway.client(null);
        gateway.loop.hold();
        client.say(new Frame.Publish("news", Headers.NONE, "one", false, 1));
        client.say(new Frame.Publish("news", Headers.NONE, "two", false, 1));
        assertThat(gateway.router.sent).isEmpty();
        gateway.loop.goOn();
        assertThat(gateway.router.sent)
                .extracting(f -> ((Frame.Publish) f).body())
                .containsExactly("one", "two");
    }

    @Test
    void what_waited_is_not_said_for_a_session_that_has_ended_meanwhile() {
        Connection client = gateway.client(null);
        gateway.loop.hold();
        client.say(new Frame.Publish("news", Headers.NONE, "one", false, 1));
        client.tell(new Bye(false));
        gateway.loop.goOn();
        assertThat(gateway.router.sent).isEmpty();
    }

    @Test
    void how_far_a_client_got_is_kept_with_the_next_look_at_the_clock() {
        Connection client = gateway.client(null);
        client.say(new Frame.Register("news", null));
        gateway.publish("news", "one", null);
        gateway.keeper.keep();
        client.tell(Ack.of(1));
        gateway.loop.tick();
        gateway.keeper.keep();
        SessionSnapshot copy = gateway.keeper.kept.get(client.welcome().session());
        assertThat(copy).isNotNull();
        assertThat(copy == null ? null : copy.outbox()).isEmpty();
        assertThat(copy == null ? 0 : copy.acked()).isEqualTo(1);
        gateway.loop.tick();
        assertThat(gateway.keeper.hasWork()).as("nothing has changed since").isFalse();
    }

    @Test
    void a_session_that_ends_is_not_kept_any_more_and_the_others_remember_it() {
        Connection client = gateway.client(null);
        client.tell(new Bye(false));
        assertThat(client.ends).containsExactly(End.BYE);
        assertThat(gateway.keeper.ended).containsExactly(client.welcome().session());
        assertThat(gateway.keeper.left).isEmpty();
        assertThat(gateway.others.ended).containsExactly(client.welcome().session());
    }

    @Test
    void a_message_of_a_session_comes_once_however_often_it_is_said() {
        Connection client = gateway.client(null);
        client.say(new Frame.Register("news", null));
        gateway.publish("news", "one", "x/1");
        gateway.publish("news", "one", "x/1");
        Router.Subscriber ear = gateway.router.subscribers.get("news");
        assertThat(ear).isNotNull();
        if (ear != null) {
            ear.repeat(new Frame.Message("news", null, Headers.NONE, "one", false), "x/1");
            ear.repeat(new Frame.Message("news", null, Headers.NONE, "two", false), "x/2");
        }
        gateway.publish("news", "two", "x/2");
        gateway.keeper.keep();
        assertThat(client.messages()).containsExactly("1 one", "2 two");
        assertThat(gateway.loop.taken(java.util.List.of("x/1", "x/2", "x/3"))).containsExactlyInAnyOrder("x/1", "x/2");
    }
}

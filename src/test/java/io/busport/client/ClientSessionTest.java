package io.busport.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.busport.client.SessionEvent.Kind;
import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.busport.wire.Headers;
import io.busport.wire.SessionFrames.Ack;
import io.busport.wire.SessionFrames.Heartbeat;
import io.busport.wire.SessionFrames.Limits;
import io.busport.wire.SessionFrames.Observed;
import io.busport.wire.SessionFrames.Outcome;
import io.busport.wire.SessionFrames.Refused;
import io.busport.wire.SessionFrames.Stamped;
import io.busport.wire.SessionFrames.Welcome;
import io.busport.wire.SessionFrames.Window;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClientSessionTest {
    private final FakeHost host = new FakeHost();
    private final List<Frame> written = new ArrayList<>();
    private final SessionOptions options =
            SessionOptions.of("127.0.0.1:1").name("river").window(10, 1 << 20).backlog(5, 1 << 20);
    private final ClientSession session = new ClientSession(options, host, Journal.NONE, "me.", null, List.of());
    private final Line line = new Line() {
        @Override
        public void write(Frame frame) {
            written.add(frame);
        }

        @Override
        public boolean isFull() {
            return false;
        }
    };

    @Test
    void an_outcome_fails_the_frame_it_names_and_no_other() {
        connect();
        Future<Void> one = session.send(send("one"));
        Future<Void> two = session.send(send("two"));
        session.turn();
        session.receive(new Ack(2, null, List.of(new Outcome(1, FailCode.DENIED, "no"))));
        assertThat(one.cause()).hasMessage("access_denied: no");
        assertThat(two.succeeded()).isTrue();
    }

    @Test
    void beyond_the_backlog_frames_are_refused_at_once() {
        for (int i = 0; i < 5; i++) {
            assertThat(session.send(send("kept")).isComplete()).isFalse();
        }
        assertThat(session.send(send("no")).cause()).hasMessageStartingWith("too_many");
    }

    @Test
    void acknowledgements_wait_50_ms_ride_along_or_go_at_half_the_window() {
        connect();
        assertThat(session.subscribe("news", d -> Future.succeededFuture())).isNotNull();
        session.turn();
        written.clear();
        session.receive(message(1));
        session.turn();
        assertThat(written).isEmpty();
        assertThat(session.deadline()).isEqualTo(host.now + 50);
        host.now += 50;
        session.turn();
        assertThat(written).containsExactly(Ack.of(1));
        session.receive(message(2));
        Future<Void> sent = session.send(send("data"));
        session.turn();
        assertThat(((Stamped) written.get(1)).received()).isEqualTo(2);
        assertThat(sent.isComplete()).isFalse();
        for (int n = 3; n <= 7; n++) {
            session.receive(message(n));
        }
        session.turn();
        assertThat(written.get(2)).isEqualTo(Ack.of(7));
    }

    @Test
    void what_is_still_being_handled_is_not_acknowledged() {
        connect();
        Promise<Void> handled = Promise.promise();
        assertThat(session.subscribe("news", d -> handled.future())).isNotNull();
        session.turn();
        written.clear();
        session.receive(message(1));
        host.now += 100;
        session.turn();
        assertThat(written).isEmpty();
        handled.fail("and yet it is dealt with");
        host.now += 50;
        session.turn();
        assertThat(written).containsExactly(Ack.of(1));
        assertThat(host.reported).hasSize(1);
    }

    @Test
    void a_request_has_its_own_deadline_and_a_late_answer_is_counted() {
        connect();
        Future<Delivery> answer = session.request("service", "?", Headers.NONE, 100);
        session.turn();
        Frame.Send asked = (Frame.Send) ((Stamped) written.get(0)).frame();
        session.receive(Ack.of(1));
        host.now += 100;
        session.turn();
        assertThat(answer.cause()).hasMessageStartingWith("timeout");
        session.receive(Stamped.of(1, Frame.Message.of(String.valueOf(asked.replyAddress()), "late")));
        assertThat(session.incoming().late()).isEqualTo(1);
    }

    @Test
    void the_clients_own_name_needs_no_registration() {
        connect();
        assertThat(session.subscribe("busport.to.river", d -> Future.succeededFuture())
                        .succeeded())
                .isTrue();
        session.turn();
        assertThat(written).isEmpty();
    }

    @Test
    void a_lost_session_whose_progress_is_known_resends_only_the_rest() {
        connect();
        Future<Subscription> heard = session.subscribe("news", d -> Future.succeededFuture());
        Future<Void> taken = session.send(send("taken"));
        Future<Delivery> asked = session.request("service", "taken too", Headers.NONE, 10_000);
        Future<Void> rest = session.send(send("rest"));
        session.turn();
        written.clear();
        assertThat(session.hello(Cause.RESET).resume()).isNotNull();
        assertThat(session.welcome(welcome("s2", new Refused(FailCode.SESSION_EXPIRED, 3)), line))
                .isTrue();
        session.open();
        session.turn();
        assertThat(taken.succeeded()).isTrue();
        assertThat(asked.cause()).hasMessageStartingWith("session_expired");
        assertThat(rest.isComplete()).isFalse();
        assertThat(heard.isComplete()).isFalse();
        assertThat(written)
                .containsExactly(Stamped.of(1, new Frame.Register("news", null)), Stamped.of(2, send("rest")));
        session.receive(Ack.of(2));
        assertThat(rest.succeeded()).isTrue();
        assertThat(heard.succeeded()).isTrue();
        SessionEvent fresh = host.events.get(1);
        assertThat(fresh.kind()).isEqualTo(Kind.FRESH);
        assertThat(fresh.details().getInteger("maybeTwice")).isZero();
    }

    @Test
    void the_end_tells_everybody_who_waits() {
        connect();
        Future<Void> sent = session.send(send("x"));
        Future<Delivery> asked = session.request("service", "?", Headers.NONE, 100);
        Future<Subscription> heard = session.subscribe("news", d -> Future.succeededFuture());
        session.end(FailCode.BAD_PROOF, "somebody else's");
        for (Future<?> each : List.of(sent, asked, heard, session.send(send("later")))) {
            assertThat(each.cause()).hasMessageStartingWith("bad_proof");
        }
    }

    private void connect() {
        assertThat(session.hello(null).resume()).isNull();
        assertThat(session.welcome(welcome("s1", null), line)).isTrue();
        session.open();
    }

    private static Frame send(String body) {
        return Frame.Send.of("service", body, 0);
    }

    private static Frame message(long n) {
        return Stamped.of(n, Frame.Message.of("news", n));
    }

    private static Welcome welcome(String id, @Nullable Refused refused) {
        return new Welcome(
                1,
                id,
                "river",
                1,
                "new",
                0,
                0,
                "ab".repeat(32),
                null,
                1000,
                new Heartbeat(15_000, 40_000),
                new Limits(1 << 20, 10, 10),
                new Window(10, 1 << 20),
                new Observed("127.0.0.1", 1, false),
                "model",
                List.of(),
                "one copy",
                List.of(),
                refused);
    }
}

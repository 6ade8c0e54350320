package io.busport.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.busport.session.SessionSettings.OutboxLimits;
import io.busport.testing.FakeRouter;
import io.busport.testing.SilentEvents;
import io.busport.wire.Frame;
import io.busport.wire.Headers;
import io.busport.wire.SessionFrames.Hello;
import io.busport.wire.SessionFrames.Limits;
import io.busport.wire.SessionFrames.Resume;
import io.busport.wire.SessionFrames.Stamped;
import io.busport.wire.SessionFrames.Welcome;
import io.busport.wire.SessionFrames.Window;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A session that is taken apart and put together elsewhere is the same to its client. */
class SessionSnapshotTest {
    private static final Hello HELLO = new Hello(1, null, null, -1, new Window(100, 1 << 20), 0, null);

    private final List<Frame> heard = new ArrayList<>();
    private final FakeRouter there = new FakeRouter();
    private final FakeRouter here = new FakeRouter();
    private final Registry nobody = new Registry() {
        @Override
        public void confirmed(Session session) {}

        @Override
        public void ended(Session session) {}
    };

    private static SessionLoop loop(Router router) {
        Router.Factory routers = new Router.Factory() {
            @Override
            public Router forText(Router.Origin origin) {
                return router;
            }

            @Override
            public Router forFrames(Router.Origin origin) {
                return router;
            }
        };
        SessionSettings settings = new SessionSettings(
                "g",
                60_000,
                60_000,
                15_000,
                200_000,
                new Window(10, 1 << 20),
                new Window(100, 1 << 20),
                new OutboxLimits(100, 1 << 20, 0),
                1000,
                new Limits(1, 10, 10),
                new LiveSession.Limits(10, 10, 10, 1_000_000_000L),
                List.of());
        return new SessionLoop(
                Runnable::run, Runnable::run, () -> 1_000, routers, settings, new SilentEvents(), new Budget(1 << 30));
    }

    private Attachment connection(String peer) {
        return new Attachment() {
            @Override
            public void write(Frame frame) {
                heard.add(frame);
            }

            @Override
            public void end(@Nullable Frame last, End why) {
                heard.add(last == null ? new Frame.Pong(-1) : last);
            }

            @Override
            public Router.Origin origin() {
                return Router.Origin.of("c-1", peer);
            }

            @Override
            public String dialect() {
                return "bridge";
            }
        };
    }

    @Test
    void it_goes_on_where_it_stood() {
        byte[] secret = ResumeSecret.random();
        Attachment first = connection("203.0.113.7:1");
        SessionIdentity identity = SessionIdentity.create("river", "", secret);
        Session session = new Session(loop(there), identity, HELLO, first, nobody);
        session.open(HELLO, first, secret, null);
        there.effective.complete();
        session.receive(Stamped.of(1, new Frame.Register("news", null)), first);
        there.says("news", "one");
        there.says("news", "two");
        session.receive(new Stamped(0, 1, false, Frame.Ping.PING), first); // it has the first of them
        session.detached(first, "client-reset", "");
        there.says("news", "three");

        SessionSnapshot snapshot = session.snapshot();
        Session copy = arrived(new Session(loop(here), snapshot, false, nobody));
        session.end(false);
        assertThat(there.subscribers).isEmpty();
        assertThat(here.subscribers).containsOnlyKeys("news", "busport.to.river");

        here.says("news", "four");
        heard.clear();
        long epoch = snapshot.epoch();
        String text = ResumeSecret.text(snapshot.id(), epoch, 5, 1, 2);
        Resume said = new Resume(snapshot.id(), epoch, 5, 1, 2, ResumeSecret.prove(secret, text), null);
        assertThat(copy.resume(HELLO, said, connection("203.0.113.7:2"))).isNull();

        Welcome welcome = (Welcome) heard.remove(0);
        assertThat(welcome.state()).isEqualTo("resumed");
        assertThat(welcome.received()).isEqualTo(1);
        assertThat(welcome.epoch()).isEqualTo(epoch + 1);
        assertThat(HexFormat.of().parseHex(String.valueOf(welcome.nonce()))).hasSize(32);
        assertThat(heard)
                .containsExactly(
                        new Stamped(2, -1, true, Frame.Message.of("news", "two")),
                        Stamped.of(3, Frame.Message.of("news", "three")),
                        Stamped.of(4, Frame.Message.of("news", "four")));
    }

    @Test
    void what_the_client_sends_again_is_known() {
        byte[] secret = ResumeSecret.random();
        Attachment first = connection("203.0.113.7:1");
        Session session = new Session(loop(there), SessionIdentity.create(null, "", secret), HELLO, first, nobody);
        session.open(HELLO, first, secret, null);
        there.settled.complete();
        Frame publish = new Frame.Publish("news", Headers.NONE, "x", false, 1);
        session.receive(Stamped.of(1, publish), first);
        session.detached(first, "client-reset", "");

        SessionSnapshot snapshot = session.snapshot();
        Session copy = arrived(new Session(loop(here), snapshot, false, nobody));
        String text = ResumeSecret.text(snapshot.id(), 1, 5, 0, 1);
        Attachment second = connection("203.0.113.7:2");
        Resume said = new Resume(snapshot.id(), 1, 5, 0, 1, ResumeSecret.prove(secret, text), null);
        assertThat(copy.resume(HELLO, said, second)).isNull();
        copy.receive(Stamped.of(1, publish), second);
        copy.receive(Stamped.of(2, publish), second);
        assertThat(there.sent).hasSize(1);
        assertThat(here.sent).hasSize(1);
    }

    private static Session arrived(Session session) {
        session.passage().arrived(null, 0);
        return session;
    }
}

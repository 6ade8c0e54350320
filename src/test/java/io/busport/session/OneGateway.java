package io.busport.session;

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
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A gateway of several, with one loop on which everything happens at once, and whose sessions are kept when the test says so. */
final class OneGateway {
    /** Sessions it takes. */
    static final int MOST = 100;

    private static final Window WINDOW = new Window(100, 1 << 20);

    final FakeRouter router = new FakeRouter();
    final FakeKeeper keeper = new FakeKeeper();
    final FakeGateways others = new FakeGateways();
    final SessionLoop loop;
    final SessionDesk desk;
    final SessionMoves moves;
    long now = 1_700_000_000_000L;

    OneGateway() {
        SessionSettings settings = new SessionSettings(
                "g",
                60_000,
                60_000,
                15_000,
                200_000,
                new Window(10, 1 << 20),
                WINDOW,
                new OutboxLimits(100, 1 << 20, 0),
                1000,
                new Limits(1, 10, 10),
                new LiveSession.Limits(10, 10, 10, 1_000_000_000L),
                List.of());
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
        Budget budget = new Budget(1 << 30);
        loop = new SessionLoop(Runnable::run, Runnable::run, () -> now, routers, settings, new SilentEvents(), budget);
        loop.keptBy(keeper);
        desk = new SessionDesk(settings, budget, MOST, others);
        moves = new SessionMoves(desk);
        router.effective.complete();
    }

    /** A client of a new session, welcomed. */
    Connection client(@Nullable String name) {
        Connection connection = connect(new Hello(1, null, name, -1, WINDOW, 0, null));
        keeper.keep();
        return connection;
    }

    Connection connect(Hello hello) {
        Connection connection = new Connection();
        desk.greet(hello, connection);
        return connection;
    }

    /** The client of a session comes back. */
    Connection resume(Welcome first, long counter, long received, long floor) {
        byte[] secret = HexFormat.of().parseHex(String.valueOf(first.secret()));
        String text = ResumeSecret.text(first.session(), first.epoch(), counter, received, floor);
        String proof = ResumeSecret.prove(secret, text);
        Resume said = new Resume(first.session(), first.epoch(), counter, received, floor, proof, null);
        return connect(new Hello(1, null, first.name(), -1, WINDOW, 0, said));
    }

    Session session(String id) {
        Session session = desk.byId(id);
        if (session == null) {
            throw new AssertionError("session " + id + " is not here");
        }
        return session;
    }

    /** Something is published to an address, with an id if it comes from a session. */
    void publish(String address, String body, @Nullable String id) {
        Frame.Message message = new Frame.Message(address, null, Headers.NONE, body, false);
        boolean unused = subscriber(address).take(message, null, id);
    }

    /** A session asks. */
    boolean ask(String address, String body, String id, Router.Asker asker) {
        return subscriber(address).take(Frame.Message.of(address, body), asker, id);
    }

    private Router.Subscriber subscriber(String address) {
        Router.Subscriber subscriber = router.subscribers.get(address);
        if (subscriber == null) {
            throw new AssertionError("nobody hears " + address);
        }
        return subscriber;
    }

    /** One connection, and what was said to its client. */
    final class Connection implements SessionDesk.Caller, Attachment {
        final List<Frame> heard = new ArrayList<>();
        final List<End> ends = new ArrayList<>();
        Frame.@Nullable Err refusal;
        private @Nullable Seat seat;
        private long said;

        /** The client says something, with the next number. */
        void say(Frame frame) {
            say(++said, frame);
        }

        void say(long n, Frame frame) {
            said = n;
            tell(Stamped.of(n, frame));
        }

        void tell(Frame frame) {
            if (seat == null) {
                throw new AssertionError("not seated: " + refusal);
            }
            seat.receive(frame);
        }

        void leave() {
            if (seat != null) {
                seat.leave("client-reset", "");
            }
        }

        Welcome welcome() {
            return heard.stream()
                    .filter(Welcome.class::isInstance)
                    .map(Welcome.class::cast)
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no welcome in " + heard + ", refusal: " + refusal));
        }

        /** What it heard, with numbers: {@code 3 body}. */
        List<String> messages() {
            return heard.stream()
                    .filter(f -> f instanceof Stamped s && s.frame() instanceof Frame.Message)
                    .map(Stamped.class::cast)
                    .map(s -> s.n() + " " + ((Frame.Message) s.frame()).body())
                    .toList();
        }

        <T extends Frame> List<T> all(Class<T> kind) {
            return heard.stream()
                    .map(f -> f instanceof Stamped s ? s.frame() : f)
                    .filter(kind::isInstance)
                    .map(kind::cast)
                    .toList();
        }

        @Override
        public SessionLoop loop() {
            return loop;
        }

        @Override
        public Attachment attachment(Executor home, Executor laterAtHome) {
            return this;
        }

        @Override
        public void seated(Seat taken) {
            seat = taken;
        }

        @Override
        public void refused(Frame.Err why) {
            refusal = why;
        }

        @Override
        public void write(Frame frame) {
            heard.add(frame);
        }

        @Override
        public void end(@Nullable Frame last, End why) {
            if (last != null) {
                heard.add(last);
            }
            ends.add(why);
        }

        @Override
        public Router.Origin origin() {
            return Router.Origin.of("c-1", "203.0.113.7:1");
        }

        @Override
        public String dialect() {
            return "binary";
        }
    }
}

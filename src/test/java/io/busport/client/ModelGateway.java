package io.busport.client;

import io.busport.session.Inbox;
import io.busport.session.Outbox;
import io.busport.session.ResumeSecret;
import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.busport.wire.Headers;
import io.busport.wire.SessionFrames.Ack;
import io.busport.wire.SessionFrames.Heartbeat;
import io.busport.wire.SessionFrames.Hello;
import io.busport.wire.SessionFrames.Limits;
import io.busport.wire.SessionFrames.Moved;
import io.busport.wire.SessionFrames.Observed;
import io.busport.wire.SessionFrames.Refused;
import io.busport.wire.SessionFrames.Resume;
import io.busport.wire.SessionFrames.Stamped;
import io.busport.wire.SessionFrames.Welcome;
import io.busport.wire.SessionFrames.Window;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The gateway's half of the protocol, as short as it can be said: one client, frames instead of bytes. */
final class ModelGateway {
    /** One connection: frames that are under way. */
    static final class Wire {
        final ArrayDeque<Frame> up = new ArrayDeque<>();
        final ArrayDeque<Frame> down = new ArrayDeque<>();
        boolean greeted;
    }

    /** One session. A greeting whose answer was lost leaves one that nobody knows. */
    private static final class Session {
        private final String id;
        private final Outbox out;
        private final Inbox in = new Inbox(0, 100);
        private final ArrayDeque<Inbox.Item> open = new ArrayDeque<>();
        private final ArrayDeque<Frame> effects = new ArrayDeque<>();
        private byte[] stored;
        private byte @Nullable [] pending;
        private long epoch = 1;
        private long counter;
        private boolean registered;
        private @Nullable Wire wire;

        Session(String id, byte[] secret, Window window) {
            this.id = id;
            this.stored = ResumeSecret.stored(secret);
            this.out = new Outbox(window);
        }
    }

    private final Random random;
    private final Map<String, Session> sessions = new LinkedHashMap<>();
    /** Of sessions that are gone: how far they got; negative: nobody knows. */
    private final Map<String, Long> remembered = new HashMap<>();
    /** Bodies in the order in which responsibility for them was taken. */
    final List<Object> taken = new ArrayList<>();

    int replayed;

    ModelGateway(Random random) {
        this.random = random;
    }

    /** All sessions are lost. */
    void forget(boolean known) {
        sessions.values().forEach(s -> remembered.put(s.id, known ? s.in.done() : -1));
        sessions.clear();
    }

    /** One frame arrives. */
    void receive(Wire from, Frame frame) {
        if (frame instanceof Hello hello) {
            hello(from, hello);
            return;
        }
        for (Session session : sessions.values()) {
            if (session.wire == from) {
                if (session.pending != null) {
                    session.stored = session.pending; // the client has the new secret
                }
                talk(session, frame);
            }
        }
    }

    private void hello(Wire from, Hello hello) {
        Resume resume = hello.resume();
        Session session = resume == null ? null : sessions.get(resume.session());
        if (resume == null || session == null) {
            byte[] secret = ResumeSecret.random();
            Session fresh = new Session("s" + random.nextLong(), secret, hello.window());
            sessions.put(fresh.id, fresh);
            Long known = resume == null ? null : remembered.get(resume.session());
            Refused refused = known == null ? null : new Refused(FailCode.SESSION_EXPIRED, known);
            attach(fresh, from, welcome(fresh, "new", HexFormat.of().formatHex(secret), null, refused));
            return;
        }
        if (resume.counter() <= session.counter) {
            replayed++;
            from.down.add(Frame.Err.of(FailCode.REPLAYED, "an old resume"));
            return;
        }
        String text =
                ResumeSecret.text(session.id, resume.epoch(), resume.counter(), resume.received(), resume.floor());
        byte[] next = session.pending == null ? null : ResumeSecret.check(session.pending, text, resume.proof());
        byte[] secret = next == null ? ResumeSecret.check(session.stored, text, resume.proof()) : next;
        if (secret == null) {
            throw new AssertionError("bad proof of resume " + resume);
        }
        session.counter = resume.counter();
        session.stored = ResumeSecret.stored(secret);
        byte[] nonce = ResumeSecret.random();
        session.pending = ResumeSecret.stored(ResumeSecret.next(secret, nonce));
        session.epoch++;
        if (!session.out.acknowledge(resume.received())) {
            throw new AssertionError("resume with an acknowledgement of " + resume.received());
        }
        session.out.window(hello.window());
        session.out.rewind();
        session.in.greeted();
        attach(session, from, welcome(session, "resumed", null, HexFormat.of().formatHex(nonce), null));
    }

    private static void attach(Session session, Wire to, Welcome welcome) {
        if (session.wire != null) {
            session.wire.down.add(new Moved(session.epoch, "127.0.0.1:1"));
        }
        session.wire = to;
        to.down.add(welcome);
    }

    private Welcome welcome(
            Session session, String state, @Nullable String secret, @Nullable String nonce, @Nullable Refused refused) {
        return new Welcome(
                1,
                session.id,
                null,
                session.epoch,
                state,
                session.in.done(),
                0,
                secret,
                nonce,
                1000,
                new Heartbeat(15_000, 40_000),
                new Limits(1 << 20, 10, 10),
                new Window(1 + random.nextInt(20), 1 << 20),
                new Observed("127.0.0.1", 1, false),
                "model",
                List.of(),
                "one copy",
                session.in.between(0),
                refused);
    }

    private static void talk(Session session, Frame frame) {
        if (frame instanceof Stamped s) {
            if (s.received() >= 0) {
                acknowledged(session, s.received());
            }
            if (s.n() > 0) {
                numbered(session, s.n(), s.frame());
            }
        } else if (frame instanceof Ack ack) {
            acknowledged(session, ack.received());
        }
    }

    private static void acknowledged(Session session, long received) {
        if (!session.out.acknowledge(received)) {
            throw new AssertionError("an acknowledgement of " + received + " that was never sent");
        }
    }

    private static void numbered(Session session, long n, Frame frame) {
        switch (session.in.look(n, n)) {
            case HOLE -> throw new AssertionError("number " + n + " after " + session.in.received());
            case REPEAT -> {}
            case NEXT -> {
                session.open.add(session.in.begin(n, () -> {}));
                session.effects.add(frame);
            }
        }
    }

    /** Takes responsibility for the next frame. */
    void work() {
        for (Session session : sessions.values()) {
            Inbox.Item item = session.open.poll();
            if (item != null) {
                effect(session, session.effects.remove());
                item.done();
            }
        }
    }

    private void effect(Session session, Frame frame) {
        if (frame instanceof Frame.Register) {
            session.registered = true;
        } else if (frame instanceof Frame.Send send) {
            taken.add(send.body());
            if (send.replyAddress() != null) {
                push(session, send.replyAddress(), "re " + send.body());
            }
        } else if (frame instanceof Frame.Publish publish) {
            taken.add(publish.body());
        }
    }

    /** @return false when nobody hears it */
    boolean publish(Object body) {
        boolean any = false;
        for (Session session : sessions.values()) {
            if (session.registered) {
                push(session, "news", body);
                any = true;
            }
        }
        return any;
    }

    private static void push(Session session, String address, Object body) {
        session.out.append(new Frame.Message(address, null, Headers.NONE, body, true), 100, false, 0);
    }

    /** Writes one thing on each connection. */
    void write() {
        for (Session session : sessions.values()) {
            Wire to = session.wire;
            if (to == null) {
                continue;
            }
            Stamped next = random.nextInt(3) == 0 ? null : session.out.next();
            if (next != null) {
                to.down.add(new Stamped(next.n(), session.in.ride(), next.redelivered(), next.frame()));
            } else if (session.in.untold() > 0) {
                to.down.add(session.in.ack(random.nextBoolean() ? new Window(1 + random.nextInt(20), 1 << 20) : null));
            }
        }
    }

    boolean isIdle() {
        return sessions.values().stream().allMatch(s -> s.open.isEmpty() && s.out.isEmpty() && s.in.untold() == 0);
    }
}

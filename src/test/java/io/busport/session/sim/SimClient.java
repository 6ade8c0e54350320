package io.busport.session.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.busport.session.Inbox;
import io.busport.session.Outbox;
import io.busport.session.ResumeSecret;
import io.busport.wire.Dialect;
import io.busport.wire.Frame;
import io.busport.wire.Headers;
import io.busport.wire.SessionFrames;
import io.busport.wire.SessionFrames.Ack;
import io.busport.wire.SessionFrames.Gap;
import io.busport.wire.SessionFrames.Hello;
import io.busport.wire.SessionFrames.Moved;
import io.busport.wire.SessionFrames.Resume;
import io.busport.wire.SessionFrames.Stamped;
import io.busport.wire.SessionFrames.Welcome;
import io.busport.wire.SessionFrames.Window;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A client as the protocol describes it, in as few lines as that takes. */
final class SimClient {
    static final String ADDRESS = "demo.all";

    private final World world;
    private final String name;
    private final Dialect dialect;
    private final Window window;
    private Outbox outbox = new Outbox(new Window(0, 0));
    private Inbox inbox = new Inbox(0, 100);
    private @Nullable String session;
    private byte[] secret = {};
    private long epoch;
    private long counter;
    private boolean welcomed;
    private @Nullable SimConnection line;
    private int connections;
    private int said;
    /** Of each who publishes here: what was heard, in its order. */
    final Map<String, List<Integer>> heard = new LinkedHashMap<>();

    final List<String> answers = new ArrayList<>();
    long gaps;
    int asked;
    int resumed;

    SimClient(World world, String name, Dialect dialect, Window window) {
        this.world = world;
        this.name = name;
        this.dialect = dialect;
        this.window = window;
        outbox.append(new Frame.Register(ADDRESS, null), 1, false, 0);
    }

    String name() {
        return name;
    }

    int said() {
        return said;
    }

    boolean isReady() {
        return welcomed && line != null;
    }

    boolean isDone() {
        return isReady() && outbox.isEmpty() && inbox.untold() == 0;
    }

    @Nullable
    SimConnection line() {
        return line;
    }

    void publish() {
        said++;
        outbox.append(new Frame.Publish(ADDRESS, Headers.NONE, name + ":" + said, false, 1), 1, false, 0);
        flush();
    }

    void ask() {
        asked++;
        String label = "r" + asked;
        outbox.append(new Frame.Send("echo", label, Headers.NONE, label, null, 0, false, 1), 1, false, 0);
        flush();
    }

    /** Leaves a connection without a word, and makes another. */
    SimConnection connect(int loop) {
        welcomed = false;
        SimConnection newer = new SimConnection(world, dialect, loop, name + ":" + ++connections, this);
        line = newer;
        Resume resume = null;
        if (session != null) {
            long floor = outbox.acked() + 1;
            String text = ResumeSecret.text(session, epoch, ++counter, inbox.done(), floor);
            resume =
                    new Resume(session, epoch, counter, inbox.done(), floor, ResumeSecret.prove(secret, text), "reset");
        }
        newer.toGateway().write(new Hello(SessionFrames.VERSION, null, name, -1, window, 0, resume));
        return newer;
    }

    void receive(Frame frame, SimConnection from) {
        if (from != line) {
            return; // given up
        }
        if (frame instanceof Welcome welcome) {
            welcome(welcome);
        } else if (frame instanceof Stamped s) {
            if (s.received() >= 0) {
                acknowledge(s.received());
            }
            if (s.n() > 0) {
                numbered(s.n(), s.frame());
            }
        } else if (frame instanceof Ack ack) {
            if (ack.window() != null) {
                outbox.window(ack.window());
            }
            acknowledge(ack.received());
        } else if (frame instanceof Moved) {
            line = null;
        } else if (frame instanceof Frame.Err err) {
            throw new AssertionError("seed " + world.seed() + ": " + name + " was refused: " + err);
        }
        flush();
    }

    private void welcome(Welcome welcome) {
        welcomed = true;
        epoch = welcome.epoch();
        outbox.window(welcome.window());
        if (session == null) {
            session = welcome.session();
            secret = HexFormat.of().parseHex(String.valueOf(welcome.secret()));
        } else {
            assertThat(welcome.state()).as("seed %d: %s", world.seed(), name).isEqualTo("resumed");
            resumed++;
            secret = ResumeSecret.next(secret, HexFormat.of().parseHex(String.valueOf(welcome.nonce())));
        }
        acknowledge(welcome.received());
        outbox.rewind();
    }

    private void acknowledge(long received) {
        assertThat(outbox.acknowledge(received))
                .as("seed %d: %s was told %d", world.seed(), name, received)
                .isTrue();
    }

    private void numbered(long n, Frame frame) {
        long from = frame instanceof Gap gap ? gap.from() : n;
        switch (inbox.look(from, n)) {
            case REPEAT -> {}
            case HOLE ->
                throw new AssertionError(
                        "seed " + world.seed() + ": " + name + " got " + n + " after " + inbox.received());
            case NEXT -> {
                Inbox.Item item = inbox.begin(n, () -> {});
                take(frame);
                item.done();
            }
        }
    }

    private void take(Frame frame) {
        if (frame instanceof Gap gap) {
            gaps += gap.count();
        } else if (frame instanceof Frame.Message m && m.address().equals(ADDRESS)) {
            String[] who = String.valueOf(m.body()).split(":");
            heard.computeIfAbsent(who[0], w -> new ArrayList<>()).add(Integer.parseInt(who[1]));
        } else if (frame instanceof Frame.Message m) {
            answers.add(m.address());
        }
    }

    /** Acknowledges, and sends what the window allows. */
    void flush() {
        if (!welcomed || line == null) {
            return;
        }
        Stamped next;
        while ((next = outbox.next()) != null) {
            line.toGateway().write(new Stamped(next.n(), inbox.ride(), false, next.frame()));
        }
        if (inbox.untold() > 0 && world.chance(2)) {
            line.toGateway().write(inbox.ack(null));
        }
    }

    /** Says what there is to say, without waiting any longer. */
    void acknowledgeNow() {
        if (welcomed && line != null && inbox.untold() > 0) {
            line.toGateway().write(inbox.ack(null));
        }
    }
}

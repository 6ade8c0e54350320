package io.busport.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.busport.session.OneGateway.Connection;
import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.busport.wire.Headers;
import io.busport.wire.SessionFrames.Ack;
import io.busport.wire.SessionFrames.Gap;
import io.busport.wire.SessionFrames.Hello;
import io.busport.wire.SessionFrames.Resume;
import io.busport.wire.SessionFrames.Stamped;
import io.busport.wire.SessionFrames.Welcome;
import io.busport.wire.SessionFrames.Window;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A client that keeps to the protocol, whatever gateway it is connected to: it hears {@code news} and publishes to {@code out}. */
final class RovingClient {
    private static final Window WINDOW = new Window(100, 1 << 20);
    private static final int ON_ITS_WAY = 10;

    /** What it has heard. */
    final List<String> heard = new ArrayList<>();

    private final String label;
    private final TreeMap<Long, Frame> unacknowledged = new TreeMap<>();
    private @Nullable Connection connection;
    private int looked; // so much of what came over the connection
    private boolean welcomed;
    private String session = "";
    private byte[] secret = {};
    private long epoch;
    private long counter;
    private long said;
    private long got;

    /** @param label of what it should be told when something is wrong */
    RovingClient(String label) {
        this.label = label;
        unacknowledged.put(++said, new Frame.Register("news", null));
    }

    String session() {
        return session;
    }

    long said() {
        return said;
    }

    boolean isConnected() {
        return connection != null;
    }

    boolean hasAll() {
        return welcomed && unacknowledged.isEmpty();
    }

    void connect(OneGateway gateway) {
        Resume resume = null;
        if (!session.isEmpty()) {
            long floor = unacknowledged.isEmpty() ? said + 1 : unacknowledged.firstKey();
            String text = ResumeSecret.text(session, epoch, ++counter, got, floor);
            resume = new Resume(session, epoch, counter, got, floor, ResumeSecret.prove(secret, text), null);
        }
        welcomed = false;
        looked = 0;
        connection = gateway.connect(new Hello(1, null, null, -1, WINDOW, 0, resume));
        assertThat(connection.refusal).as(label).isNull();
    }

    /** The network fails; both sides notice. */
    void leave() {
        Connection last = connection;
        if (last != null) {
            connection = null;
            last.leave();
        }
    }

    /** Its gateway is gone, and what it has not read with it. */
    void lose() {
        connection = null;
    }

    void say() {
        if (unacknowledged.size() < ON_ITS_WAY) {
            Frame frame = new Frame.Publish("out", Headers.NONE, "c" + ++said, false, 1);
            unacknowledged.put(said, frame);
            if (welcomed && connection != null) {
                connection.say(said, frame);
            }
        }
    }

    void acknowledge() {
        if (welcomed && connection != null) {
            connection.tell(Ack.of(got));
        }
    }

    /** Reads what has come. */
    void read() {
        while (connection != null && looked < connection.heard.size()) {
            Frame frame = connection.heard.get(looked++);
            if (frame instanceof Welcome welcome) {
                welcomed(welcome, connection);
            } else if (frame instanceof Stamped stamped) {
                acknowledged(stamped.received());
                take(stamped.n(), stamped.frame());
            } else if (frame instanceof Ack ack) {
                acknowledged(ack.received());
            } else {
                assertThat(frame).as("%s: what the gateway says last", label).isInstanceOf(Frame.Err.class);
                assertThat(((Frame.Err) frame).code()).as(label).isEqualTo(FailCode.TRY_LATER);
                connection = null; // the session is elsewhere
            }
        }
    }

    private void welcomed(Welcome welcome, Connection by) {
        assertThat(welcome.state()).as(label).isEqualTo(session.isEmpty() ? "new" : "resumed");
        welcomed = true;
        session = welcome.session();
        epoch = welcome.epoch();
        HexFormat hex = HexFormat.of();
        secret = welcome.secret() != null
                ? hex.parseHex(welcome.secret())
                : ResumeSecret.next(secret, hex.parseHex(String.valueOf(welcome.nonce())));
        acknowledged(welcome.received());
        new TreeMap<>(unacknowledged).forEach(by::say);
    }

    private void acknowledged(long received) {
        if (received >= 0) {
            assertThat(received).as(label).isLessThanOrEqualTo(said);
            unacknowledged.headMap(received, true).clear();
        }
    }

    private void take(long n, Frame frame) {
        long from = frame instanceof Gap gap ? gap.from() : n;
        assertThat(from).as("%s: what follows %d", label, got).isEqualTo(got + 1);
        got = n;
        if (frame instanceof Frame.Message message) {
            heard.add(String.valueOf(message.body()));
        } else {
            // After a loss it is told that it may have missed something; and here it has not.
            assertThat(frame).as(label).isInstanceOfSatisfying(Gap.class, gap -> {
                assertThat(gap.code()).as(label).isEqualTo(FailCode.GATEWAY_LOST);
                assertThat(gap.count()).as(label).isZero();
            });
        }
    }
}

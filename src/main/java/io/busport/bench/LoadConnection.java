package io.busport.bench;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One client of the load: sends requests, puts each answer beside its request. What one read calls for is written at once.
 *
 * <p>Belongs to the event loop of its socket.
 */
final class LoadConnection {
    /** Whether an answer calls for the next request. */
    interface Pace {
        boolean another();
    }

    private static final int FIRST_ROOM = 256;
    private static final int SHOWN = 120;

    private final NetSocket socket;
    private final Framing framing;
    private final Requests requests;
    private final Tally tally;
    private final Pace pace;
    private final Runnable onChange;
    private final Slots slots;
    private byte[] in = new byte[FIRST_ROOM];
    private int have;
    private final Promise<Void> ready = Promise.promise();
    private int prefaceLeft;
    private boolean awaitsLogin;
    private @Nullable Shape shape;
    private @Nullable Buffer out;
    private boolean closed;

    /**
     * @param token what it logs in with, null for nothing
     * @param onChange called after each read and at the end
     */
    LoadConnection(
            NetSocket socket,
            Framing framing,
            @Nullable String token,
            Requests requests,
            int outstanding,
            Tally tally,
            Pace pace,
            Runnable onChange) {
        this.socket = socket;
        this.framing = framing;
        this.requests = requests;
        this.tally = tally;
        this.pace = pace;
        this.onChange = onChange;
        this.slots = new Slots(outstanding);
        this.prefaceLeft = framing.preface().length;
        socket.handler(this::onData);
        socket.closeHandler(v -> lost("a connection was closed by the server"));
        socket.exceptionHandler(e -> lost("a connection failed: " + e.getMessage()));
        if (prefaceLeft > 0) {
            socket.write(Buffer.buffer(framing.preface()));
        }
        if (token == null) {
            ready.complete();
        } else {
            awaitsLogin = true;
            socket.write(Buffer.buffer(framing.login(token)));
        }
    }

    /** Done when it may ask; fails with what the gateway says to its token. */
    Future<Void> ready() {
        return ready.future();
    }

    // --- out

    /** Whether it can take another request now. */
    boolean hasRoom() {
        return !closed && !slots.isFull();
    }

    /**
     * Adds a request to what {@link #flush} sends.
     *
     * @param at when it should be sent, as nanoTime
     */
    void ask(long at) {
        if (out == null) {
            out = Buffer.buffer(requests.length() * 4);
        }
        int slot = slots.take();
        slots.sent(slot, requests.append(slot, out), at);
        tally.sent++;
        tally.open++;
    }

    void flush() {
        if (out != null) {
            socket.write(out);
            out = null;
        }
    }

    // --- in

    private void onData(Buffer data) {
        if (closed) {
            return;
        }
        append(data);
        long now = System.nanoTime();
        try {
            consume(now);
        } catch (IllegalArgumentException e) {
            tally.wrong(String.valueOf(e.getMessage()));
            lost("a connection could not be read any further");
            return;
        }
        flush();
        onChange.run();
    }

    private void append(Buffer data) {
        int length = data.length();
        if (in.length - have < length) {
            in = Arrays.copyOf(in, Math.max(in.length * 2, have + length));
        }
        data.getBytes(0, length, in, have);
        have += length;
    }

    private void consume(long now) {
        int at = skipLogin(skipPreface());
        while (at < have && !awaitsLogin) {
            int end = fast(at, now);
            if (end < 0) {
                end = framing.end(in, at, have);
                if (end == Framing.INCOMPLETE) {
                    break;
                }
                slow(at, end, now);
            }
            at = end;
        }
        System.arraycopy(in, at, in, 0, have - at);
        have -= at;
    }

    private int skipPreface() {
        byte[] preface = prefaceLeft == 0 ? new byte[0] : framing.preface();
        int at = 0;
        for (; prefaceLeft > 0 && at < have; at++, prefaceLeft--) {
            if (in[at] != preface[preface.length - prefaceLeft]) {
                throw new IllegalArgumentException("the first bytes are not " + hex(preface, 0, preface.length));
            }
        }
        return at;
    }

    private int skipLogin(int at) {
        int end = awaitsLogin && at < have ? framing.end(in, at, have) : Framing.INCOMPLETE;
        if (end == Framing.INCOMPLETE) {
            return at;
        }
        awaitsLogin = false;
        try {
            framing.readLogin(in, at, end);
            ready.complete();
        } catch (IllegalArgumentException e) {
            ready.fail(new IllegalArgumentException("not let in: " + e.getMessage(), e));
        }
        return end;
    }

    /** Takes an answer that looks like those before it; returns where it ends, -1 when it does not. */
    private int fast(int at, long now) {
        Shape s = shape;
        if (s == null || have - at < s.length() || !s.fits(in, at, at + s.length())) {
            return -1;
        }
        int slot = framing.namesRequests() ? s.slot(in, at) : slots.oldest();
        if (!slots.isOpen(slot) || !s.hasSequence(slots.number(slot), in, at)) {
            return -1;
        }
        done(slot, now, true);
        return at + s.length();
    }

    /** Takes any whole frame. */
    private void slow(int from, int end, long now) {
        Framing.Answer answer = framing.read(in, from, end);
        int slot = framing.namesRequests() ? Numbers.slot(answer.id()) : slots.oldest();
        if (!slots.isOpen(slot)) {
            tally.wrong("an answer to nothing that was asked: " + show(from, end));
            return;
        }
        byte[] asked = requests.body(slots.number(slot));
        boolean right = new String(asked, StandardCharsets.US_ASCII).equals(answer.body());
        if (answer.body() == null) {
            tally.failed(answer.failure());
        } else if (!right) {
            tally.wrong("another body than was sent: " + show(from, end));
        } else if (shape == null) {
            byte[] id = framing.namesRequests() ? Numbers.id(slot) : null;
            shape = Shape.learn(Arrays.copyOfRange(in, from, end), id, asked);
        }
        done(slot, now, right);
    }

    private void done(int slot, long now, boolean right) {
        if (right) {
            tally.answered(slots.since(slot), now);
        }
        slots.release(slot);
        tally.open--;
        if (pace.another()) {
            ask(now);
        }
    }

    private String show(int from, int end) {
        return hex(in, from, Math.min(end, from + SHOWN)) + (end - from > SHOWN ? "..." : "");
    }

    private static String hex(byte[] data, int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < to; i++) {
            boolean plain = data[i] >= ' ' && data[i] <= '~';
            text.append(plain ? String.valueOf((char) data[i]) : String.format("\\x%02x", data[i]));
        }
        return text.toString();
    }

    // --- the end

    private void lost(String why) {
        if (!closed) {
            closed = true;
            boolean unusedFailure = ready.tryFail(why);
            tally.cut(slots.open(), why);
            var unused = socket.close();
            onChange.run();
        }
    }

    /** Ends it; what is still open has no answer. */
    void close() {
        if (!closed) {
            closed = true;
            tally.missing(slots.open());
            var unused = socket.close();
        }
    }
}

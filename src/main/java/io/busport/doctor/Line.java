package io.busport.doctor;

import io.busport.client.Dialer;
import io.busport.client.Endpoint;
import io.busport.nat.Tcp;
import io.busport.wire.Codecs;
import io.busport.wire.Decoder;
import io.busport.wire.Dialect;
import io.busport.wire.Encoder;
import io.busport.wire.Frame;
import io.busport.wire.SessionFrames.Ack;
import io.busport.wire.SessionFrames.Bye;
import io.busport.wire.SessionFrames.Stamped;
import io.busport.wire.WireException;
import io.busport.wire.WireLimits;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One connection that is looked at: it asks, and hears what comes, whatever that is. It speaks json-lines, so that a server that is no
 * gateway can be recognised by what it answers. Numbered frames are acknowledged as they come.
 *
 * <p>Belongs to the doctor's event loop.
 */
final class Line {
    /** How a connection ended that was still needed. */
    static final class Ended extends Exception {
        private final boolean reset;

        private Ended(boolean reset, String reason) {
            super(reason, null, false, false);
            this.reset = reset;
        }

        boolean isReset() {
            return reset;
        }
    }

    private record Question(Predicate<Frame> wanted, Promise<Frame> promise) {}

    /** Enough to see who it is. */
    private static final int FIRST_BYTES = 256;
    /** Of everything a gateway may say to a client. */
    private static final int MAX_FRAME = 16 << 20;
    /** Smaller than any packet that is lost for its length. */
    private static final int PIECE = 400;

    private static final long BETWEEN_PIECES = 20;
    private static final long FAREWELL = 1000;

    private final Vertx vertx;
    private final NetSocketInternal socket;
    private final Encoder encoder = Codecs.clientEncoder(Dialect.JSON_LINES);
    private final Decoder decoder =
            Codecs.clientDecoder(Dialect.JSON_LINES, new WireLimits(MAX_FRAME, 1000, MAX_FRAME, MAX_FRAME));
    private final List<Question> questions = new ArrayList<>();
    private final Buffer first = Buffer.buffer();
    private final Promise<Ended> end = Promise.promise();
    private @Nullable Ended ended;
    private boolean strange;
    private boolean reset;
    private String why = "closed by the other side";
    private long numbers;

    Line(Vertx vertx, NetSocket socket) {
        this.vertx = vertx;
        this.socket = (NetSocketInternal) socket;
        socket.handler(this::onData)
                .exceptionHandler(e -> {
                    reset = true;
                    why = Dialer.reason(e);
                })
                .closeHandler(v -> closed());
    }

    // --- in

    private void onData(Buffer data) {
        if (first.length() < FIRST_BYTES) {
            first.appendBuffer(data, 0, Math.min(data.length(), FIRST_BYTES - first.length()));
        }
        if (strange) {
            return;
        }
        try {
            decoder.feed(data);
            Frame frame;
            while ((frame = decoder.next()) != null) {
                take(frame);
            }
        } catch (WireException e) {
            strange = true;
            end(new Ended(false, String.valueOf(e.getMessage())));
        }
    }

    private void take(Frame frame) {
        if (frame instanceof Stamped s) {
            if (s.n() > 0) {
                var unused = write(Ack.of(s.n()));
            }
            if (s.received() >= 0) {
                tell(Ack.of(s.received()));
            }
            tell(s.frame());
        } else {
            tell(frame);
        }
    }

    private void tell(Frame frame) {
        for (Question q : List.copyOf(questions)) {
            if (q.wanted.test(frame)) {
                questions.remove(q);
                var unused = q.promise.tryComplete(frame);
            }
        }
    }

    private void closed() {
        end(new Ended(reset, why));
    }

    private void end(Ended how) {
        if (ended == null) {
            ended = how;
            end.complete(how);
            List.copyOf(questions).forEach(q -> q.promise.tryFail(how));
            questions.clear();
        }
    }

    // --- out

    /** The number that the next frame of the session has. */
    long nextNumber() {
        return ++numbers;
    }

    /** @return done when the socket has it */
    Future<Void> write(Frame frame) {
        return socket.write(encode(frame));
    }

    /** The bytes of a frame. */
    Buffer encode(Frame frame) {
        Buffer out = Buffer.buffer();
        try {
            encoder.encode(frame, out);
        } catch (WireException e) {
            throw new IllegalStateException(frame.kind() + ": " + e.getMessage(), e); // all bodies are texts
        }
        return out;
    }

    /** What does not fit one small packet goes in many, one after the other: none is long. @return done when the socket has it */
    Future<Void> writeInPieces(Frame frame) {
        return writeInPieces(encode(frame));
    }

    private Future<Void> writeInPieces(Buffer rest) {
        if (rest.length() <= PIECE) {
            return socket.write(rest);
        }
        return socket.write(rest.slice(0, PIECE))
                .compose(v -> vertx.timer(BETWEEN_PIECES, TimeUnit.MILLISECONDS))
                .compose(v -> writeInPieces(rest.slice(PIECE, rest.length())));
    }

    /** Bytes that are no frame. */
    Future<Void> write(String text) {
        return socket.write(text);
    }

    /** The next frame that is wanted. @return fails with {@link Ended}, and with a timeout */
    Future<Frame> next(Predicate<Frame> wanted, long millis) {
        if (ended != null) {
            return Future.failedFuture(ended);
        }
        Question question = new Question(wanted, Promise.promise());
        questions.add(question);
        return question.promise
                .future()
                .timeout(millis, TimeUnit.MILLISECONDS)
                .onFailure(e -> questions.remove(question));
    }

    /** Says something and waits for what answers it; as {@link #next}. */
    Future<Frame> ask(Frame frame, Predicate<Frame> wanted, long millis) {
        Future<Frame> answer = next(wanted, millis);
        var unused = write(frame); // fails with the connection, and with it the answer
        return answer;
    }

    // --- facts

    /** What came first, at most {@link #FIRST_BYTES}. */
    Buffer first() {
        return first;
    }

    /** Done when the connection ends, or what came cannot be read. */
    Future<Ended> end() {
        return end.future();
    }

    /** This end's own address. */
    Endpoint local() {
        SocketAddress local = socket.localAddress();
        String ip = local.hostAddress() == null ? String.valueOf(local.host()) : local.hostAddress();
        return new Endpoint(ip, local.port());
    }

    // --- the end

    /** Says goodbye, so that nothing is kept for us; where nobody hears it, it is gone a moment later. */
    void leave() {
        if (ended == null) {
            var unused = ask(new Bye(false), f -> f instanceof Bye, FAREWELL).onFailure(e -> reset());
        }
    }

    /** Ends it without a word. */
    void close() {
        var unused = socket.close();
    }

    private void reset() {
        if (ended == null) {
            Tcp.reset(socket.channelHandlerContext());
        }
    }
}

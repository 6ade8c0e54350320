package io.busport.connection;

import io.busport.config.TextConfig;
import io.busport.session.TextSession;
import io.busport.wire.Frame;
import io.busport.wire.WireException;
import io.busport.wire.text.TextDecoder;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands the messages of a text connection on, as fast as its session takes them, and ends a message after the quiet time.
 */
final class TextReader {
    /** One message in the wrong encoding is a mistake; this many in a row is somebody who does not speak text at all. */
    static final int GARBAGE_LIMIT = 3;

    private static final long NO_TIMER = -1;

    /** What became of the last step. */
    enum Outcome {
        /** All that was read has been handed over. */
        DRAINED,
        /** The session has no room, or others have their turn. */
        FULL,
        /** The connection has to end; see {@link #failure()}. */
        LINE_TOO_LONG,
        NOT_TEXT
    }

    private final Vertx vertx;
    private final TextSession session;
    private final Turn turn;
    private final TextDecoder decoder;
    private final long quietMillis;
    private final Consumer<Frame.Send> onMessage;
    private final Consumer<Outcome> onQuiet;

    private long timer = NO_TIMER;
    private long lastByte; // nanoTime
    /** Every complete message has been handed over; what is left is the beginning of one. */
    private boolean onlyRestLeft;

    private boolean ended;
    private int garbage;
    private String failure = "";

    /**
     * @param onMessage takes every message
     * @param onQuiet told what became of a message that the quiet time ended
     */
    TextReader(
            Vertx vertx,
            TextConfig config,
            TextSession session,
            Turn turn,
            Consumer<Frame.Send> onMessage,
            Consumer<Outcome> onQuiet) {
        this.vertx = vertx;
        this.session = session;
        this.turn = turn;
        this.decoder = new TextDecoder(config.address(), config.maxLine());
        this.quietMillis = config.flushAfter().toMillis();
        this.onMessage = onMessage;
        this.onQuiet = onQuiet;
    }

    void feed(Buffer data) {
        lastByte = System.nanoTime();
        onlyRestLeft = false;
        decoder.feed(data);
    }

    /** No byte follows any more: what has no line end is a message now. */
    void end() {
        ended = true;
    }

    /** Reading goes on after a pause; the silence of the pause was ours and ends no message. */
    void resumed() {
        lastByte = System.nanoTime();
    }

    /** Whether everything the client will ever say has been handed over. */
    boolean isDone() {
        return ended && !decoder.hasRest();
    }

    /** Whether something was read that is no message yet. */
    boolean hasRest() {
        return decoder.hasRest();
    }

    /** Bytes of it. */
    int rest() {
        return decoder.rest();
    }

    String failure() {
        return failure;
    }

    /** Hands over every complete message there is room for. */
    Outcome pump() {
        while (!session.isFull() && !turn.isOver()) {
            Step step = step(decoder::next);
            turn.count(1);
            if (step == Step.FATAL) {
                return Outcome.LINE_TOO_LONG;
            }
            if (garbage >= GARBAGE_LIMIT) {
                return Outcome.NOT_TEXT;
            }
            if (step == Step.NOTHING) {
                if (ended && decoder.hasRest()) {
                    Step last = step(decoder::finish);
                    return last == Step.FATAL ? Outcome.LINE_TOO_LONG : Outcome.DRAINED;
                }
                onlyRestLeft = true;
                awaitQuiet();
                return Outcome.DRAINED;
            }
        }
        return Outcome.FULL;
    }

    void close() {
        decoder.clear();
        if (timer != NO_TIMER) {
            vertx.cancelTimer(timer);
            timer = NO_TIMER;
        }
    }

    private enum Step {
        MESSAGE,
        NOTHING,
        FATAL
    }

    @FunctionalInterface
    private interface Source {
        Frame.@Nullable Send take() throws WireException;
    }

    private Step step(Source source) {
        try {
            Frame.Send message = source.take();
            if (message == null) {
                return Step.NOTHING;
            }
            garbage = 0;
            onMessage.accept(message);
            return Step.MESSAGE;
        } catch (WireException e) {
            failure = String.valueOf(e.getMessage());
            if (e.isFatal()) {
                return Step.FATAL;
            }
            garbage++;
            session.refuse(e.err());
            return Step.MESSAGE;
        }
    }

    /** One timer at most, and none for clients that end their lines: it is set when a rest waits and looks again if more has come. */
    private void awaitQuiet() {
        if (timer == NO_TIMER && quietMillis > 0 && decoder.hasRest()) {
            timer = vertx.setTimer(quietMillis, id -> quiet());
        }
    }

    private void quiet() {
        timer = NO_TIMER;
        long silentMillis = (System.nanoTime() - lastByte) / 1_000_000;
        if (!decoder.hasRest() || !onlyRestLeft || session.isFull()) {
            return; // handed over meanwhile, or to be looked at again when there is room
        }
        if (silentMillis < quietMillis) {
            timer = vertx.setTimer(quietMillis - silentMillis, id -> quiet());
            return;
        }
        Step step = step(decoder::flush);
        onQuiet.accept(
                step == Step.FATAL
                        ? Outcome.LINE_TOO_LONG
                        : garbage >= GARBAGE_LIMIT ? Outcome.NOT_TEXT : Outcome.DRAINED);
    }
}

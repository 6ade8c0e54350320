package io.busport.doctor;

import io.busport.doctor.Silence.Fate;
import io.busport.wire.Frame;
import io.busport.wire.Headers;
import io.busport.wire.SessionFrames.Stamped;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Connections that fall silent, each for a time of its own, all at once.
 *
 * <pre>
 *   hello, register ─► silence ─► another connection has the gateway say something: does it arrive?
 *                                 ─► then we say something: is it answered, reset, or lost?
 * </pre>
 *
 * <p>They ask for the longest heartbeat there is, so that neither the gateway nor its keepalive breaks the silence.
 */
final class SilenceProbe {
    /** No gateway grants it; it grants the most that it does. */
    private static final Duration LONGEST_HEARTBEAT = Duration.ofHours(1);
    /** The gateway looks at its clock now and then. */
    private static final long MARGIN_MILLIS = 5000;

    private final Vertx vertx;
    private final Lines lines;
    private final String prefix = "demo.doctor." + UUID.randomUUID().toString().substring(0, 8) + ".";

    SilenceProbe(Vertx vertx, Lines lines) {
        this.vertx = vertx;
        this.lines = lines;
    }

    /** @param most the longest silence that the gateway bears, in milliseconds; longer ones are not tried. Never fails */
    Future<List<Silence>> run(Target target, Duration longest, long most) {
        List<Future<Silence>> all = new ArrayList<>();
        for (Duration length : Silence.upTo(longest)) {
            if (length.toMillis() + MARGIN_MILLIS < most) {
                all.add(probe(target, length).otherwise(new Silence(length, Fate.FAILED, false)));
            }
        }
        return Future.join(all).map(v -> all.stream().map(Future::result).toList());
    }

    /** The longest silence that the gateway bears from a session, in milliseconds. */
    Future<Long> bearable(Target target) {
        return lines.meet(target, LONGEST_HEARTBEAT).map(met -> {
            met.line().leave();
            return met.welcome().heartbeat().timeout();
        });
    }

    private Future<Silence> probe(Target target, Duration length) {
        String address = prefix + length.toSeconds();
        return Inbox.open(lines, target, LONGEST_HEARTBEAT, address)
                .map(inbox -> new Quiet(inbox.line(), inbox, target, length))
                // Without permission to be spoken to there is still what happens when we speak.
                .recover(e ->
                        lines.meet(target, LONGEST_HEARTBEAT).map(met -> new Quiet(met.line(), null, target, length)))
                .compose(Quiet::run);
    }

    /** One connection. */
    private final class Quiet {
        private final Line line;
        private final @Nullable Inbox inbox;
        private final Target target;
        private final Duration length;
        private final long start = System.nanoTime();
        private boolean silent = true;

        Quiet(Line line, @Nullable Inbox inbox, Target target, Duration length) {
            this.line = line;
            this.inbox = inbox;
            this.target = target;
            this.length = length;
        }

        Future<Silence> run() {
            Promise<Silence> result = Promise.promise();
            long timer = vertx.setTimer(length.toMillis(), t -> {
                silent = false;
                var unusedFate = fate().onComplete(result);
            });
            var unused = line.end().onSuccess(end -> {
                if (silent) {
                    var unusedTimer = vertx.cancelTimer(timer);
                    result.complete(new Silence(since(), Fate.ENDED, true));
                }
            });
            return result.future().onComplete(v -> line.leave());
        }

        private Duration since() {
            return Duration.ofSeconds((System.nanoTime() - start) / 1_000_000_000);
        }

        private Future<Silence> fate() {
            return spokenTo()
                    .compose(told -> answered().map(fate -> {
                        if (fate != Fate.LIVED) {
                            return new Silence(length, fate, told != Told.NOT_ASKED);
                        }
                        return new Silence(
                                length, told == Told.MISSED ? Fate.HEALED : Fate.LIVED, told != Told.NOT_ASKED);
                    }))
                    .recover(e -> e instanceof Line.Ended
                            ? Future.succeededFuture(new Silence(length, Fate.ENDED, true))
                            : Future.failedFuture(e));
        }

        /** Has the gateway say something, by another connection. */
        private Future<Told> spokenTo() {
            if (inbox == null) {
                return Future.succeededFuture(Told.NOT_ASKED);
            }
            Inbox here = inbox;
            return lines.meet(target, Duration.ZERO).compose(other -> {
                Frame.Send word =
                        new Frame.Send(here.address(), null, Headers.NONE, "are you there?", null, 0, false, 0);
                Future<Boolean> heard = here.hears(lines.timeoutMillis());
                Line speaker = other.line();
                return speaker.ask(Stamped.of(speaker.nextNumber(), word), Acks.of(1), lines.timeoutMillis())
                        .transform(ack -> heard.map(yes -> {
                            speaker.leave();
                            if (yes) {
                                return Told.HEARD;
                            }
                            // Refused at once: the other gateway does not know the address.
                            return ack.succeeded() && Acks.outcome(ack.result(), 1) != null
                                    ? Told.NOT_ASKED
                                    : Told.MISSED;
                        }));
            });
        }

        private Future<Fate> answered() {
            return line.ask(new Frame.Ping(7), f -> f instanceof Frame.Pong, lines.timeoutMillis())
                    .map(Fate.LIVED)
                    .recover(e -> Future.succeededFuture(
                            e instanceof Line.Ended ended && ended.isReset() ? Fate.RESET : Fate.LOST));
        }
    }

    private enum Told {
        HEARD,
        MISSED,
        NOT_ASKED
    }
}

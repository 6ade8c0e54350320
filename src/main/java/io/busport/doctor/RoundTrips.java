package io.busport.doctor;

import io.busport.doctor.Lines.Met;
import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.busport.wire.Headers;
import io.busport.wire.SessionFrames.Outcome;
import io.busport.wire.SessionFrames.Stamped;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * There and back: to the gateway, and through it to a service.
 *
 * @param pings microseconds of each that was answered
 * @param requests likewise
 * @param failure why a ping or a request was not answered; null when all were
 * @param code of the failure, when it is the gateway that said so
 */
record RoundTrips(
        Target target,
        String service,
        List<Long> pings,
        List<Long> requests,
        @Nullable String failure,
        @Nullable FailCode code) {
    private static final int ROUNDS = 5;
    /** Not measured: a program is slower the first times than the path is. */
    private static final int WARM_UP = 3;

    private static final String BODY = "busport doctor";

    /** Measures on one connection. Never fails. */
    static Future<RoundTrips> measure(Lines lines, Target target, String service, Met met) {
        List<Long> pings = new ArrayList<>();
        List<Long> requests = new ArrayList<>();
        return rounds(WARM_UP, new ArrayList<>(), round -> ping(lines, met.line(), round))
                .compose(v -> rounds(ROUNDS, pings, round -> ping(lines, met.line(), round)))
                .compose(v -> rounds(ROUNDS, requests, round -> request(lines, met.line(), service, round)))
                .transform(done -> {
                    Throwable e = done.cause();
                    return Future.succeededFuture(new RoundTrips(
                            target,
                            service,
                            pings,
                            requests,
                            e == null ? null : String.valueOf(e.getMessage()),
                            e instanceof Refused r ? r.code : null));
                });
    }

    private static Future<Void> rounds(int left, List<Long> micros, Function<Integer, Future<?>> round) {
        if (left == 0) {
            return Future.succeededFuture();
        }
        long start = System.nanoTime();
        return round.apply(left).compose(v -> {
            micros.add((System.nanoTime() - start) / 1000);
            return rounds(left - 1, micros, round);
        });
    }

    private static Future<?> ping(Lines lines, Line line, int echo) {
        return line.ask(
                new Frame.Ping(echo), f -> f instanceof Frame.Pong p && p.echo() == echo, lines.timeoutMillis());
    }

    private static final class Refused extends Exception {
        private final FailCode code;

        Refused(FailCode code, String message) {
            super(message, null, false, false);
            this.code = code;
        }
    }

    private static Future<?> request(Lines lines, Line line, String service, int round) {
        String label = "doctor." + round;
        long n = line.nextNumber();
        Frame.Send send = new Frame.Send(service, label, Headers.NONE, BODY, null, lines.timeoutMillis(), false, 0);
        return line.ask(Stamped.of(n, send), f -> isAnswer(f, label, n), lines.timeoutMillis() + 1000)
                .compose(answer -> {
                    Outcome why = Acks.outcome(answer, n);
                    if (why != null) {
                        return Future.failedFuture(new Refused(why.code(), why.message()));
                    }
                    return answer instanceof Frame.Err err
                            ? Future.failedFuture(new Refused(err.code(), err.message()))
                            : Future.succeededFuture();
                });
    }

    private static boolean isAnswer(Frame f, String label, long n) {
        return (f instanceof Frame.Message m && m.address().equals(label))
                || (f instanceof Frame.Err e && label.equals(e.address()))
                || Acks.outcome(f, n) != null;
    }

    Section judge() {
        List<Finding> findings = new ArrayList<>();
        if (!pings.isEmpty()) {
            findings.add(Finding.well("gateway: " + times(pings)));
        }
        if (!requests.isEmpty()) {
            findings.add(Finding.well("service on " + service + ": " + times(requests)));
        }
        if (failure != null && pings.size() < ROUNDS) {
            findings.add(Finding.wrong(
                    "a ping was not answered: " + failure,
                    "the gateway stands still, or the path lost what followed the first words",
                    "run again; compare with the sections below"));
        } else if (failure != null && code == FailCode.DENIED) {
            findings.add(Finding.open(
                    "service on " + service + ": not permitted to ask", null, "--service ADDRESS names another one"));
        } else if (failure != null) {
            findings.add(Finding.wrong(
                    "service on " + service + ": " + failure,
                    code == null ? "no answer came at all" : "`busport explain " + code.word() + "`",
                    "look at `services:` of the gateway; --service ADDRESS asks another one"));
        }
        return new Section(
                "round trip",
                findings,
                new JsonObject()
                        .put("gateway", facts(pings))
                        .put("service", facts(requests))
                        .put("failure", failure));
    }

    private static JsonObject facts(List<Long> micros) {
        if (micros.isEmpty()) {
            return new JsonObject();
        }
        List<Long> sorted = sorted(micros);
        return new JsonObject()
                .put("p50Ms", sorted.get(sorted.size() / 2) / 1000.0)
                .put("maxMs", sorted.get(sorted.size() - 1) / 1000.0)
                .put("count", sorted.size());
    }

    private static List<Long> sorted(List<Long> micros) {
        return micros.stream().sorted().toList();
    }

    private static String times(List<Long> micros) {
        List<Long> sorted = sorted(micros);
        return "p50 %.1f ms, max %.1f ms of %d"
                .formatted(
                        sorted.get(sorted.size() / 2) / 1000.0, sorted.get(sorted.size() - 1) / 1000.0, sorted.size());
    }
}

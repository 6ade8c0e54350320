package io.busport.doctor;

import io.busport.doctor.Lines.Met;
import io.busport.wire.Frame;
import io.busport.wire.SessionFrames.Outcome;
import io.busport.wire.SessionFrames.Stamped;
import io.busport.wire.SessionFrames.Welcome;
import io.vertx.core.Future;
import java.time.Duration;

/** A connection of ours that hears an address of the playground, {@code demo.}, so that another one can send to it. */
record Inbox(Line line, Welcome welcome, String address) {

    /** @return fails with a sentence when the address cannot be heard */
    static Future<Inbox> open(Lines lines, Target target, Duration heartbeat, String address) {
        return lines.meet(target, heartbeat)
                .compose(met ->
                        register(lines, met, address).onFailure(e -> met.line().leave()));
    }

    private static Future<Inbox> register(Lines lines, Met met, String address) {
        Line line = met.line();
        long n = line.nextNumber();
        return line.ask(Stamped.of(n, new Frame.Register(address, null)), Acks.of(n), lines.timeoutMillis())
                .compose(ack -> {
                    Outcome why = Acks.outcome(ack, n);
                    return why == null
                            ? Future.succeededFuture(new Inbox(line, met.welcome(), address))
                            : Future.failedFuture(why.code().word() + ": " + why.message());
                });
    }

    /** Whether the next message comes in time. Fails when the connection ends. */
    Future<Boolean> hears(long millis) {
        return line.next(f -> f instanceof Frame.Message m && m.address().equals(address), millis)
                .map(true)
                .recover(e -> e instanceof Line.Ended ? Future.failedFuture(e) : Future.succeededFuture(false));
    }
}

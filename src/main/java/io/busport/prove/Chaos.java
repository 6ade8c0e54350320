package io.busport.prove;

import io.busport.client.Endpoint;
import io.busport.nat.Fault;
import io.busport.nat.NatVerticle;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A NAT before each address of the gateway, all of which suffer the same faults at the same time. */
final class Chaos {
    private final Vertx vertx;
    private final Plan plan;
    private final Tally tally;
    private final Journal journal;
    private final List<NatVerticle> nats = new ArrayList<>();
    private int injected;
    private long timer = -1;

    Chaos(Vertx vertx, Plan plan, Tally tally, Journal journal) {
        this.vertx = vertx;
        this.plan = plan;
        this.tally = tally;
        this.journal = journal;
    }

    /** @return where to dial; the gateway itself without chaos */
    Future<List<Endpoint>> endpoints() {
        if (plan.faults().isEmpty()) {
            return Future.succeededFuture(plan.endpoints());
        }
        List<Future<String>> started = new ArrayList<>();
        for (Endpoint gateway : plan.endpoints()) {
            NatVerticle nat = new NatVerticle(0, gateway.host(), gateway.port());
            nats.add(nat);
            started.add(vertx.deployVerticle(nat));
        }
        return Future.all(started)
                .map(all -> nats.stream()
                        .map(nat -> new Endpoint("127.0.0.1", nat.actualPort()))
                        .toList());
    }

    void begin() {
        if (!nats.isEmpty()) {
            timer = vertx.setPeriodic(plan.every().toMillis(), t -> inject());
        }
    }

    void end() {
        var unused = vertx.cancelTimer(timer);
    }

    private void inject() {
        Fault fault = plan.fault(injected++);
        if (fault == null) {
            return;
        }
        tally.fault();
        List<Future<Integer>> hit = nats.stream()
                .map(nat -> nat.inject(fault, plan.every().dividedBy(2)))
                .collect(Collectors.toList());
        var unused = Future.all(hit)
                .onSuccess(all -> journal.say("NAT " + what(fault) + " "
                        + hit.stream().mapToInt(Future::result).sum() + " connections"));
    }

    private static String what(Fault fault) {
        return switch (fault) {
            case HALF_OPEN -> "forgot";
            case RESET -> "reset";
            case REBIND -> "has a new address, which breaks";
            case DROP_IN -> "loses from now on what goes in, of";
            case DROP_OUT -> "loses from now on what comes out, of";
            case STALL -> "stalls";
            case STALL_IN -> "stalls what goes in, of";
            case STALL_OUT -> "stalls what comes out, of";
        };
    }
}

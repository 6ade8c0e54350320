package io.busport.prove;

import io.busport.client.Access;
import io.busport.client.Endpoint;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Runs a proof: connects everybody, publishes for a time while the path breaks, waits for what is still to come, and judges.
 *
 * <pre>
 *   connect, subscribe ─► publish, inject faults ─► wait until all has come, or nothing more comes ─► verdict
 *                         └──── duration ─────┘    └────── quiet, at most LONGEST_END ─────────┘
 * </pre>
 */
public final class Proof extends VerticleBase {
    private static final long TICK_MILLIS = 5;
    private static final long LOOK_MILLIS = 100;
    private static final long PROGRESS_MILLIS = 500;
    /** A repeat that is on its way when everything has come would come within this. */
    private static final long AFTERMATH_MILLIS = 300;

    private static final Duration LONGEST_END = Duration.ofMinutes(2);

    /** What somebody who waits may want to see. Called on the proof's event loop. */
    public interface Audience {
        /** Something happened to the connections. */
        void say(String line);

        /** How far it is. */
        void progress(long sent, long delivered);
    }

    private final Plan plan;
    private final Access access;
    private final Audience audience;
    private final Tally tally;
    private final Journal journal;
    private final Promise<Verdict> result = Promise.promise();
    private final List<Publisher> publishers = new ArrayList<>();
    private final List<Peer> peers = new ArrayList<>();

    private Proof(Plan plan, Access access, Audience audience) {
        this.plan = plan;
        this.access = access;
        this.audience = audience;
        this.tally = new Tally(plan.publishers(), plan.subscribers());
        this.journal = new Journal(tally, audience::say);
    }

    /** @return fails when not everybody could connect and subscribe at the beginning */
    public static Future<Verdict> run(Vertx vertx, Plan plan, Audience audience) {
        return run(vertx, plan, Access.OPEN, audience);
    }

    /** @return as above, with a gateway that does not let everybody in */
    public static Future<Verdict> run(Vertx vertx, Plan plan, Access access, Audience audience) {
        Proof proof = new Proof(plan, access, audience);
        return vertx.deployVerticle(proof).compose(id -> proof.result.future().eventually(() -> vertx.undeploy(id)));
    }

    @Override
    public Future<?> start() {
        Chaos chaos = new Chaos(vertx, plan, tally, journal);
        return chaos.endpoints().compose(this::connectAll).onSuccess(v -> publish(chaos));
    }

    private Future<?> connectAll(List<Endpoint> endpoints) {
        String run = UUID.randomUUID().toString().substring(0, 8);
        double rate = (double) plan.rate() / plan.publishers();
        List<Future<Void>> ready = new ArrayList<>();
        for (int p = 1; p <= plan.publishers(); p++) {
            Peer peer = peer("publisher-" + p, endpoints);
            publishers.add(new Publisher(p, peer, "demo.prove." + run + "." + p, rate, plan.size(), tally));
            ready.add(peer.connect());
        }
        List<String> addresses = publishers.stream().map(Publisher::address).toList();
        for (int s = 1; s <= plan.subscribers(); s++) {
            int subscriber = s;
            Peer peer = peer("subscriber-" + s, endpoints);
            ready.add(peer.connect().compose(v -> peer.subscribe(addresses, body -> hear(subscriber, body))));
        }
        return Future.all(ready);
    }

    private Peer peer(String name, List<Endpoint> endpoints) {
        Peer peer = plan.live()
                ? new LivePeer(vertx, name, endpoints, access, Pulse.FAST, journal)
                : new SessionPeer(vertx, context, name, endpoints, access, plan.dialect(), Pulse.FAST, journal);
        peers.add(peer);
        return peer;
    }

    private void hear(int subscriber, @Nullable Object body) {
        Numbered message = Numbered.parse(body);
        if (message == null) {
            tally.heardStrange();
        } else {
            tally.heard(subscriber, message, System.nanoTime());
        }
    }

    private void publish(Chaos chaos) {
        long start = System.nanoTime();
        long duration = plan.duration().toNanos();
        tally.begin(start);
        chaos.begin();
        var unused = vertx.setPeriodic(PROGRESS_MILLIS, timer -> audience.progress(tally.sent(), tally.delivered()));
        var unusedToo = vertx.setPeriodic(TICK_MILLIS, timer -> {
            long elapsed = System.nanoTime() - start;
            publishers.forEach(p -> p.keepUp(Math.min(elapsed, duration)));
            if (elapsed >= duration) {
                var unusedTick = vertx.cancelTimer(timer);
                chaos.end();
                tally.publishingEnded(System.nanoTime());
                waitForTheRest();
            }
        });
    }

    private void waitForTheRest() {
        long begin = System.nanoTime();
        long[] seen = {tally.events(), begin};
        var unused = vertx.setPeriodic(LOOK_MILLIS, timer -> {
            long now = System.nanoTime();
            if (tally.events() != seen[0]) {
                seen[0] = tally.events();
                seen[1] = now;
            }
            if (tally.isComplete() || now - seen[1] > plan.quiet().toNanos() || now - begin > LONGEST_END.toNanos()) {
                var unusedLook = vertx.cancelTimer(timer);
                var unusedRest = vertx.setTimer(AFTERMATH_MILLIS, t -> judge());
            }
        });
    }

    private void judge() {
        journal.tellTroubles();
        Verdict verdict = tally.verdict();
        Future.join(peers.stream().map(Peer::close).toList()).onComplete(v -> result.complete(verdict));
    }
}

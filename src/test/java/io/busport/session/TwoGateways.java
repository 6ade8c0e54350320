package io.busport.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.busport.session.SessionMoves.Departure;
import io.busport.wire.Frame;
import io.busport.wire.Headers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Two gateways, one session that is at either of them, and somebody in a session elsewhere who publishes and listens.
 *
 * <pre>
 *   x says ─► news ─► on the bus ─► session ─► outbox ─► kept ─► client         repeated after a loss, unless it is kept
 *   x hears ◄─ out ◄─ on the bus ◄─ session ◄─ client                         said again by the client, unless it is acknowledged
 * </pre>
 */
final class TwoGateways {
    /** As many as a session may have on its way without an acknowledgement. */
    private static final int ON_ITS_WAY = 10;

    /** Fewer than its gateway warns a client of. */
    private static final int ROOM = 40;

    private final Random random;
    private final String label;
    private final RovingClient client;
    private final Seen seenByOther = new Seen(100);
    private final List<String> heardByOther = new ArrayList<>();
    private final Deque<Integer> onTheBus = new ArrayDeque<>();
    /** What was said to the session and is not known to be kept. */
    private final List<Integer> uncertain = new ArrayList<>();

    private OneGateway owner = new OneGateway();
    private OneGateway other = new OneGateway();
    private @Nullable SessionSnapshot copy;
    private int said;
    private int arrived; // of what the owner has put on the bus
    int moves;
    int losses;

    TwoGateways(long seed) {
        this.random = new Random(seed);
        this.label = "seed " + seed;
        this.client = new RovingClient(label);
        client.connect(owner);
    }

    void step() {
        switch (random.nextInt(16)) {
            case 0, 1, 2 -> say();
            case 3, 4, 5 -> deliver();
            case 6, 7 -> keep();
            case 8, 9 -> client.say();
            case 10 -> arriveAtOther();
            case 11 -> client.acknowledge();
            case 12 -> client.leave();
            case 13 -> owner.loop.tick();
            case 14 -> connect();
            default -> {
                if (copy != null && random.nextInt(3) == 0) {
                    if (random.nextBoolean()) {
                        move();
                    } else {
                        lose();
                    }
                }
            }
        }
        if (random.nextInt(3) == 0) {
            client.read();
        }
    }

    /** Nothing goes wrong any more. */
    void heal() {
        for (int i = 0; i < 1000 && !isQuiet(); i++) {
            connect();
            deliver();
            arriveAtOther();
            keep();
            client.read();
            client.acknowledge();
            owner.loop.tick();
        }
        assertThat(client.heard).as("%s: what the client heard", label).isEqualTo(numbered("m", 1, said));
        assertThat(heardByOther).as("%s: what was heard of it", label).isEqualTo(numbered("c", 2, client.said()));
    }

    private boolean isQuiet() {
        return client.hasAll() && onTheBus.isEmpty() && client.heard.size() >= said && copy != null;
    }

    private static List<String> numbered(String what, long from, long to) {
        List<String> all = new ArrayList<>();
        for (long i = from; i <= to; i++) {
            all.add(what + i);
        }
        return all;
    }

    private void connect() {
        if (!client.isConnected()) {
            client.connect(owner);
        }
    }

    // --- to the client

    private void say() {
        if (hears(owner) && said - client.heard.size() < ROOM && uncertain.size() < ON_ITS_WAY) {
            onTheBus.add(++said);
            uncertain.add(said);
        }
    }

    private static boolean hears(OneGateway gateway) {
        return gateway.router.subscribers.containsKey("news");
    }

    private void deliver() {
        Integer next = onTheBus.poll();
        if (next != null) {
            publish(next);
        }
    }

    private void publish(int i) {
        for (OneGateway gateway : List.of(owner, other)) {
            if (hears(gateway)) {
                gateway.publish("news", "m" + i, "x/" + i);
            }
        }
    }

    /** What the owner has is kept elsewhere, and who said it mostly hears of that; something may happen while it is written. */
    private void keep() {
        List<Integer> these = new ArrayList<>(uncertain);
        these.removeAll(onTheBus);
        owner.keeper.keepOnce(() -> {
            if (random.nextBoolean()) {
                deliver();
                client.say();
            }
        });
        SessionSnapshot kept = owner.keeper.kept.get(client.session());
        copy = kept == null ? copy : asFound(kept);
        if (random.nextInt(4) > 0) {
            uncertain.removeAll(these);
        }
    }

    /** As a gateway finds it that puts it together: its client may have what it shows. */
    private static SessionSnapshot asFound(SessionSnapshot kept) {
        return kept.withOutbox(kept.outbox().stream().map(Outbox.Kept::asSent).toList());
    }

    // --- from the client

    /** What its gateway has put on the bus has arrived; perhaps it does not hear of that. */
    private void arriveAtOther() {
        List<Frame> sent = owner.router.sent;
        while (arrived < sent.size()) {
            String body = String.valueOf(((Frame.Publish) sent.get(arrived++)).body());
            String id = "s/" + body.substring(1);
            if (!seenByOther.has(id)) {
                seenByOther.add(id, 1);
                heardByOther.add(body);
            }
        }
        if (random.nextInt(4) > 0) {
            Promise<Void> settled = owner.router.settled;
            owner.router.settled = Promise.promise();
            settled.complete();
        }
    }

    // --- gateways come and go

    private void move() {
        moves++;
        SessionLoop there = owner.loop;
        Moving these = new Moving(Set.of(client.session()), Set.copyOf(now(owner.moves.addresses(client.session()))));
        there.hold("round", these);
        other.loop.hold("round", these);
        arriveAtOther();
        Departure departure = now(owner.moves.leave(client.session(), null, ""));
        SessionSnapshot snapshot = departure.snapshot();
        if (snapshot == null) {
            throw new AssertionError(label + ": " + departure);
        }
        perhapsDeliver(); // there
        Void unused = now(other.moves.install(other.loop, snapshot.inTerm(snapshot.term() + 1), false));
        perhapsDeliver(); // to both
        SessionSnapshot tail = now(owner.moves.tail(client.session(), snapshot.last()));
        perhapsDeliver(); // here
        client.read();
        unused = now(other.moves.arrived(client.session(), tail, 0));
        there.release("round");
        other.loop.release("round");
        OneGateway before = owner;
        owner = other;
        other = before;
        arrived = owner.router.sent.size();
        client.lose();
    }

    private void perhapsDeliver() {
        for (int i = random.nextInt(3); i > 0; i--) {
            deliver();
        }
    }

    private void lose() {
        SessionSnapshot kept = copy;
        if (kept == null) {
            return;
        }
        losses++;
        client.lose();
        owner = other;
        other = new OneGateway();
        onTheBus.clear();
        arrived = owner.router.sent.size();
        Void unused = now(owner.moves.install(owner.loop, kept.inTerm(kept.term() + 1), true));
        unused = now(owner.moves.arrived(client.session(), null, owner.now));
        for (int i : uncertain) {
            Router.Subscriber ear = owner.router.subscribers.get("news");
            if (ear == null) {
                throw new AssertionError(label + ": nobody hears news");
            }
            ear.repeat(new Frame.Message("news", null, Headers.NONE, "m" + i, false), "x/" + i);
        }
    }

    private <T> T now(Future<T> future) {
        assertThat(future.succeeded()).as("%s: %s", label, future).isTrue();
        return future.result();
    }
}

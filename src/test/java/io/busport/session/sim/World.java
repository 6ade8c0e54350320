package io.busport.session.sim;

import io.busport.session.Budget;
import io.busport.session.LiveSession;
import io.busport.session.SessionDesk;
import io.busport.session.SessionLoop;
import io.busport.session.SessionSettings;
import io.busport.session.SessionSettings.OutboxLimits;
import io.busport.testing.SilentEvents;
import io.busport.wire.Dialect;
import io.busport.wire.SessionFrames.Limits;
import io.busport.wire.SessionFrames.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Two event loops of a gateway, some clients, and a network that breaks in every way there is.
 *
 * <pre>
 *   a step is one of
 *     a loop runs its next task            a client says something
 *     some bytes arrive, one way           a client loses its connection: the gateway notices, or does not, or later
 *     time passes                          a client comes back, perhaps twice at once, on any loop
 * </pre>
 */
final class World {
    private static final List<Dialect> DIALECTS = List.of(Dialect.BINARY, Dialect.JSON_LINES, Dialect.BRIDGE);

    private final long seed;
    private final Random random;
    private final List<SimLoop> loops = new ArrayList<>();
    private final List<SessionLoop> sessionLoops = new ArrayList<>();
    private final List<SimClient> clients = new ArrayList<>();
    /** Connections whose client has left and whose gateway does not know it yet. */
    private final List<SimConnection> forgotten = new ArrayList<>();

    private final SessionDesk desk;
    private @Nullable SimLoop current;
    private long now = 1_700_000_000_000L;

    World(long seed, int messagesKept) {
        this.seed = seed;
        this.random = new Random(seed);
        SimBus bus = new SimBus(this);
        SessionSettings settings = settings(1 + random.nextInt(20), messagesKept);
        Budget budget = new Budget(Long.MAX_VALUE);
        for (int i = 0; i < 2; i++) {
            SimLoop loop = new SimLoop(this);
            loops.add(loop);
            sessionLoops.add(new SessionLoop(
                    loop.executor(), loop.later(), () -> now, bus.of(loop), settings, new SilentEvents(), budget));
        }
        desk = new SessionDesk(settings, budget, 1000);
        for (int i = 0; i < 3; i++) {
            Window window = new Window(1 + random.nextInt(10), 1 << 20);
            clients.add(new SimClient(this, "p" + i, DIALECTS.get(random.nextInt(3)), window));
        }
    }

    private static SessionSettings settings(int window, int messagesKept) {
        return new SessionSettings(
                "g",
                900_000,
                900_000,
                15_000,
                200_000,
                new Window(window, 1 << 20),
                new Window(10_000, 1 << 20),
                new OutboxLimits(messagesKept, 1 << 30, 0),
                1000,
                new Limits(1 << 20, 10, 1000),
                new LiveSession.Limits(10, 1000, 10, 1_000_000_000L),
                List.of());
    }

    long seed() {
        return seed;
    }

    List<SimLoop> loops() {
        return loops;
    }

    List<SessionLoop> sessionLoops() {
        return sessionLoops;
    }

    List<SimClient> clients() {
        return clients;
    }

    SessionDesk desk() {
        return desk;
    }

    @Nullable
    SimLoop current() {
        return current;
    }

    boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    void on(SimLoop loop, Runnable task) {
        SimLoop before = current;
        current = loop;
        try {
            task.run();
        } finally {
            current = before;
        }
    }

    /** So many steps of a world in which everything goes wrong. */
    void live(int steps) {
        for (int i = 0; i < steps; i++) {
            step();
        }
    }

    private void step() {
        SimClient client = clients.get(random.nextInt(clients.size()));
        switch (random.nextInt(20)) {
            case 0 -> leave(client);
            case 1, 2 -> {
                if (client.line() == null || chance(10)) {
                    leave(client);
                    connect(client);
                    if (chance(4)) {
                        connect(client); // twice at once
                    }
                }
            }
            case 3, 4, 5 -> client.publish();
            case 6 -> client.ask();
            case 7 -> {
                if (!forgotten.isEmpty()) {
                    forgotten.remove(random.nextInt(forgotten.size())).close("gone");
                }
            }
            case 8 -> now += random.nextInt(1000);
            case 9, 10, 11 -> move(client, random.nextBoolean());
            default -> loops.get(random.nextInt(2)).step();
        }
    }

    private void leave(SimClient client) {
        SimConnection old = client.line();
        if (old != null && chance(2)) {
            // Cut: one way, or both. The other side may believe in it for long.
            if (!chance(3)) {
                old.toGateway().cut();
            }
            old.toClient().cut();
            forgotten.add(old);
        }
    }

    private void connect(SimClient client) {
        SimConnection old = client.line();
        if (old != null) {
            forgotten.add(old);
        }
        var unused = client.connect(random.nextInt(2));
    }

    private void move(SimClient client, boolean toGateway) {
        SimConnection line = client.line();
        if (chance(5) && !forgotten.isEmpty()) {
            line = forgotten.get(random.nextInt(forgotten.size())); // bytes of an old connection arrive late
        }
        if (line != null) {
            SimWire wire = toGateway ? line.toGateway() : line.toClient();
            wire.move(chance(2) ? wire.underWay() : random.nextInt(40));
        }
    }

    /** The network heals, and everybody has the time they need. */
    void heal() {
        clients.forEach(this::connect);
        for (int i = 0; i < 100_000 && !isQuiet(); i++) {
            now += 1;
            loops.forEach(SimLoop::step);
            clients.forEach(c -> {
                c.acknowledgeNow();
                SimConnection line = c.line();
                if (line != null) {
                    line.toGateway().move(Integer.MAX_VALUE);
                    line.toClient().move(Integer.MAX_VALUE);
                } else {
                    connect(c);
                }
            });
        }
        if (!isQuiet()) {
            throw new AssertionError("seed " + seed + ": not quiet after 100,000 steps without faults");
        }
    }

    private boolean isQuiet() {
        return loops.stream().allMatch(SimLoop::isIdle)
                && clients.stream()
                        .allMatch(c -> c.isDone()
                                && c.line() != null
                                && c.line().toGateway().isEmpty()
                                && c.line().toClient().isEmpty());
    }
}

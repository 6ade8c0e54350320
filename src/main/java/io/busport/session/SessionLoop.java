package io.busport.session;

import io.vertx.core.Future;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * What the sessions of one event loop share, and those sessions. A session stays on the loop it was opened on, and so does what it hears: the
 * bus has no way to move a consumer from one loop to another without a message's coming twice or not at all. A connection on another loop
 * hands its frames over instead.
 */
public final class SessionLoop {
    private final Executor executor;
    private final Executor later;
    private final LongSupplier clock;
    private final Router.Factory routers;
    private final SessionSettings settings;
    private final SessionEvents events;
    private final Budget budget;
    private final Gate gate = new Gate();
    private final Set<Session> sessions = new LinkedHashSet<>();
    private Keeper keeper = Keeper.NOBODY;

    /**
     * @param executor runs a task on this loop: at once when it is called there
     * @param later runs a task on this loop, in another turn
     * @param clock milliseconds of Unix time that never go back
     * @param budget the whole gateway's
     */
    public SessionLoop(
            Executor executor,
            Executor later,
            LongSupplier clock,
            Router.Factory routers,
            SessionSettings settings,
            SessionEvents events,
            Budget budget) {
        this.executor = executor;
        this.later = later;
        this.clock = clock;
        this.routers = routers;
        this.settings = settings;
        this.events = events;
        this.budget = budget;
    }

    /** Has what must survive this process kept elsewhere; called once, before there is a session. */
    public void keptBy(Keeper other) {
        keeper = other;
    }

    /** Nothing that clients say in sessions is put on the bus from now on; it waits. Called on this loop. */
    public void hold() {
        gate.close();
    }

    /** The same, for what concerns some sessions only, until they are {@linkplain #release released}. Called on this loop. */
    public void hold(String id, Moving these) {
        gate.hold(id, these);
    }

    /** Those who were held under this id are where they belong. Called on this loop. */
    public void release(String id) {
        gate.release(id);
    }

    /** It goes on. Called on this loop. */
    public void goOn() {
        gate.open();
    }

    /** Looks at the deadlines of every session; called a few times a second, on this loop. */
    public void tick() {
        if (!sessions.isEmpty()) {
            long now = clock.getAsLong();
            List.copyOf(sessions).forEach(s -> s.tick(now));
        }
    }

    /** Tells of every session of this loop; may be called from any thread, {@code to} is called on the loop. */
    public void describe(Consumer<List<SessionInfo>> to) {
        executor.execute(
                () -> to.accept(sessions.stream().map(Session::describe).toList()));
    }

    /** Tells of some sessions of this loop; as {@link #describe(Consumer)}. */
    public void describeSome(Query query, Consumer<Excerpt<SessionInfo>> to) {
        executor.execute(() -> to.accept(query.of(sessions, s -> s.describe().names(), Session::describe)));
    }

    /** Sums up the sessions of this loop; may be called from any thread, {@code to} is called on the loop. */
    public void total(Consumer<SessionTotals> to) {
        executor.execute(() -> {
            SessionTotals sum = SessionTotals.NONE;
            for (Session s : sessions) {
                sum = sum.plus(s.describe());
            }
            to.accept(sum);
        });
    }

    /** Runs a task on this loop, at once when it is called there. */
    public Executor executor() {
        return executor;
    }

    /** Runs a task on this loop, in another turn. */
    public Executor later() {
        return later;
    }

    /** Which of these messages a session of this loop has. Called on this loop. */
    public Set<String> taken(Collection<String> ids) {
        return ids.stream()
                .filter(id -> sessions.stream().anyMatch(s -> s.exchange().has(id)))
                .collect(Collectors.toSet());
    }

    /** Done when all that has changed here is kept elsewhere. Called on this loop. */
    public Future<Void> kept() {
        return keeper.settled();
    }

    Gate gate() {
        return gate;
    }

    Keeper keeper() {
        return keeper;
    }

    long now() {
        return clock.getAsLong();
    }

    Router.Factory routers() {
        return routers;
    }

    SessionSettings settings() {
        return settings;
    }

    SessionEvents events() {
        return events;
    }

    Budget budget() {
        return budget;
    }

    Set<Session> sessions() {
        return sessions;
    }
}

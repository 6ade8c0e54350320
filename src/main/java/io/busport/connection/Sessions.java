package io.busport.connection;

import io.busport.config.BusportConfig;
import io.busport.config.LimitsConfig;
import io.busport.config.SessionsConfig;
import io.busport.session.Allowances;
import io.busport.session.Budget;
import io.busport.session.Excerpt;
import io.busport.session.Gateways;
import io.busport.session.Keeper;
import io.busport.session.LiveSession;
import io.busport.session.Overflow;
import io.busport.session.Query;
import io.busport.session.Router;
import io.busport.session.SessionDesk;
import io.busport.session.SessionEvents;
import io.busport.session.SessionInfo;
import io.busport.session.SessionLoop;
import io.busport.session.SessionMoves;
import io.busport.session.SessionSettings;
import io.busport.session.SessionSettings.OutboxLimits;
import io.busport.session.SessionTotals;
import io.busport.wire.SessionFrames.Limits;
import io.busport.wire.SessionFrames.Window;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/** All sessions of a gateway, for those who are on no event loop of theirs. Safe to use from any thread. */
public final class Sessions {
    private final SessionSettings settings;
    private final SessionEvents events;
    private final Budget budget;
    private final SessionDesk desk;
    private final LongSupplier clock = clock();
    private final Function<SessionLoop, Keeper> keepers;
    private final List<SessionLoop> loops = new CopyOnWriteArrayList<>();

    /**
     * @param allowances what the sessions of each principal may take
     * @param gateway its name, as clients see it
     * @param others the other gateways
     * @param keepers what keeps the sessions of a loop elsewhere
     */
    public Sessions(
            BusportConfig config,
            Allowances allowances,
            String gateway,
            SessionEvents events,
            Gateways others,
            Function<SessionLoop, Keeper> keepers) {
        SessionsConfig sessions = config.sessions();
        this.settings = settings(config, gateway);
        this.events = events;
        this.budget = new Budget(sessions.memory(), allowances);
        this.desk = new SessionDesk(settings, budget, sessions.max(), others);
        this.keepers = keepers;
    }

    /** Unix time that never goes back, whatever is done to the machine's clock. */
    private static LongSupplier clock() {
        long wall = System.currentTimeMillis();
        long nano = System.nanoTime();
        return () -> wall + (System.nanoTime() - nano) / 1_000_000;
    }

    private static SessionSettings settings(BusportConfig config, String gateway) {
        SessionsConfig s = config.sessions();
        int quarter = config.limits().maxOutbound() / 4;
        return new SessionSettings(
                gateway,
                s.expiry().toMillis(),
                s.maxExpiry().toMillis(),
                s.heartbeat().toMillis(),
                s.maxHeartbeat().toMillis(),
                new Window(s.window().messages(), s.window().bytes()),
                new Window(s.outbox().messages(), quarter),
                new OutboxLimits(
                        s.outbox().messages(),
                        s.outbox().bytes(),
                        s.outbox().maxAge().toMillis()),
                s.remember().toMillis(),
                new Limits(
                        config.limits().maxFrame(),
                        config.limits().maxRegistrations(),
                        config.limits().maxPending()),
                limits(config.limits()),
                s.overflow().stream().map(Sessions::overflow).toList());
    }

    private static Overflow overflow(SessionsConfig.OverflowRule rule) {
        String regex = rule.addressRegex();
        return new Overflow(
                Pattern.compile(regex == null ? Pattern.quote(String.valueOf(rule.address())) : regex),
                Overflow.Policy.valueOf(
                        rule.policy().toUpperCase(java.util.Locale.ROOT).replace('-', '_')),
                rule.key());
    }

    static LiveSession.Limits limits(LimitsConfig limits) {
        return new LiveSession.Limits(
                limits.maxRegistrations(),
                limits.maxPending(),
                limits.maxUnanswered(),
                limits.replyExpiry().toNanos());
    }

    SessionDesk desk() {
        return desk;
    }

    SessionSettings settings() {
        return settings;
    }

    SessionLoop newLoop(Context context, Router.Factory routers) {
        ContextInternal internal = (ContextInternal) context;
        Executor later = task -> context.runOnContext(v -> task.run());
        Executor executor = task -> {
            if (internal.inThread()) {
                task.run();
            } else {
                later.execute(task);
            }
        };
        SessionLoop loop = new SessionLoop(executor, later, clock, routers, settings, events, budget);
        loop.keptBy(keepers.apply(loop));
        loops.add(loop);
        return loop;
    }

    /** What holds now for what sessions are owed, in a few words. */
    public String guarantee() {
        return desk.gateways().guarantee();
    }

    /** The event loops that have sessions. */
    public List<SessionLoop> loops() {
        return loops;
    }

    /** How they come from other gateways, and go there. */
    public SessionMoves moves() {
        return new SessionMoves(desk);
    }

    /** Every session there is. */
    public Future<List<SessionInfo>> describe() {
        return ofAll(SessionLoop::describe).map(all -> {
            List<SessionInfo> infos = new ArrayList<>();
            all.forEach(infos::addAll);
            return infos;
        });
    }

    /** Some of them, the oldest first. */
    public Future<Excerpt<SessionInfo>> describe(Query query) {
        return this.<Excerpt<SessionInfo>>ofAll((loop, to) -> loop.describeSome(query, to))
                .map(all -> Excerpt.join(all, Comparator.comparingLong(SessionInfo::since), query.most()));
    }

    /** All of them together. */
    public Future<SessionTotals> totals() {
        return ofAll(SessionLoop::total).map(all -> all.stream().reduce(SessionTotals.NONE, SessionTotals::plus));
    }

    /** What each loop answers. */
    private <T> Future<List<T>> ofAll(BiConsumer<SessionLoop, Consumer<T>> question) {
        List<Future<T>> parts = new ArrayList<>();
        ContextInternal asking = ContextInternal.current();
        for (SessionLoop loop : loops) {
            Promise<T> part = asking == null ? Promise.promise() : asking.promise();
            question.accept(loop, part::complete);
            parts.add(part.future());
        }
        return Future.all(parts).map(all -> all.<T>list());
    }

    /** What they take, and may take, in bytes. */
    public Budget budget() {
        return budget;
    }
}

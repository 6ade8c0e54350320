package io.busport.ops.page;

import io.busport.connection.ConnectionInfo;
import io.busport.connection.ConnectionTotals;
import io.busport.connection.Connections;
import io.busport.connection.Sessions;
import io.busport.ops.metrics.ClusterReadings;
import io.busport.ops.metrics.SessionCounts;
import io.busport.session.Excerpt;
import io.busport.session.Query;
import io.busport.session.SessionInfo;
import io.busport.session.SessionTotals;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The status page. Each event loop is asked for what it has, and the text is written on a worker thread. Lists have
 * {@value #MOST} entries at most, and a search for the rest: a page costs the same whatever there is. Safe to use from any thread.
 */
public final class StatusPage {
    static final int MOST = 200;
    private static final int MOST_ENDED = 50;
    private static final long LOOP_MILLIS = 3000;

    private final Vertx vertx;
    private final Connections connections;
    private final Sessions sessions;
    private final SessionCounts counts;
    private final @Nullable ClusterReadings cluster;
    private final String version;
    private final Supplier<String> listening;
    private final Instant started = Instant.now();

    /**
     * @param cluster null when this gateway is alone
     * @param listening where clients find it, {@code host:port}
     */
    public StatusPage(
            Vertx vertx,
            Connections connections,
            Sessions sessions,
            SessionCounts counts,
            @Nullable ClusterReadings cluster,
            String version,
            Supplier<String> listening) {
        this.vertx = vertx;
        this.connections = connections;
        this.sessions = sessions;
        this.counts = counts;
        this.cluster = cluster;
        this.version = version;
        this.listening = listening;
    }

    /**
     * The page as it is now. Fails when an event loop does not answer within three seconds.
     *
     * @param state starting, serving or draining, {@code since} then
     * @param unready why no new client should be sent here; null: they are welcome
     * @param actions whether an operator with the token may act
     * @param part what the lists are searched for; empty: nothing
     */
    public Future<String> render(String state, Instant since, @Nullable String unready, boolean actions, String part) {
        Snapshot.Gateway gateway = new Snapshot.Gateway(
                connections.gateway(), version, started, listening.get(), state, since, unready, actions);
        Query query = new Query(part, MOST);
        Future<ConnectionTotals> totals = connections.totals(LOOP_MILLIS);
        Future<SessionTotals> sessionTotals = sessions.totals();
        Future<Excerpt<ConnectionInfo>> open = connections.open(query);
        Future<Excerpt<ConnectionInfo>> ended = connections.ended(new Query(part, MOST_ENDED));
        Future<Excerpt<SessionInfo>> some = sessions.describe(query);
        Future<List<ConnectionInfo>> carriers = some.compose(e -> connections.find(e.shown().stream()
                .map(SessionInfo::connection)
                .filter(Objects::nonNull)
                .toList()));
        return Future.all(List.of(totals, sessionTotals, open, ended, carriers))
                .timeout(LOOP_MILLIS, TimeUnit.MILLISECONDS)
                .map(all -> new Snapshot(
                        gateway,
                        totals.result(),
                        sessionTotals.result(),
                        some.result(),
                        byId(carriers.result()),
                        open.result(),
                        ended.result(),
                        sessions.guarantee(),
                        counts.rebindings(),
                        sessions.budget().used(),
                        sessions.budget().max(),
                        cluster == null ? null : look(cluster),
                        query.part(),
                        Instant.now()))
                .compose(now -> vertx.executeBlocking(() -> new PageWriter(now).write(), false));
    }

    private static Map<String, ConnectionInfo> byId(List<ConnectionInfo> infos) {
        return infos.stream().collect(Collectors.toMap(ConnectionInfo::id, Function.identity(), (one, other) -> one));
    }

    private static Snapshot.Cluster look(ClusterReadings at) {
        var membership = at.membership();
        var gateways = membership.gateways();
        List<Snapshot.Member> members = gateways.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(e -> new Snapshot.Member(
                        e.getKey(),
                        e.getKey().equals(membership.node()),
                        e.getValue().leaving(),
                        e.getValue().advertise()))
                .toList();
        long strangers = membership.view().members().stream()
                .filter(node -> !gateways.containsKey(node))
                .count();
        return new Snapshot.Cluster(
                members,
                membership.expected(),
                (int) strangers,
                membership.minority(),
                at.fleet().copies(),
                at.copiesWanted(),
                at.canary().roundTripNanos() / 1e6,
                at.canary().lost(),
                at.canary().trouble());
    }
}

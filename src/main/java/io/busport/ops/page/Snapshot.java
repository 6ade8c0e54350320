package io.busport.ops.page;

import io.busport.connection.ConnectionInfo;
import io.busport.connection.ConnectionTotals;
import io.busport.session.Excerpt;
import io.busport.session.SessionInfo;
import io.busport.session.SessionTotals;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the page shows, at one moment.
 *
 * @param carriers the connections of the sessions that are shown, by id
 * @param guarantee what holds now for what sessions are owed
 * @param rebindings sessions whose clients were seen elsewhere, since the start
 * @param cluster null when this gateway is alone
 * @param searched what the lists are searched for; empty: nothing
 */
record Snapshot(
        Gateway gateway,
        ConnectionTotals connectionTotals,
        SessionTotals sessionTotals,
        Excerpt<SessionInfo> sessions,
        Map<String, ConnectionInfo> carriers,
        Excerpt<ConnectionInfo> open,
        Excerpt<ConnectionInfo> ended,
        String guarantee,
        long rebindings,
        long memory,
        long memoryLimit,
        @Nullable Cluster cluster,
        String searched,
        Instant now) {

    /**
     * What the gateway says of itself.
     *
     * @param id the beginning of the ids of its connections
     * @param listening {@code host:port}
     * @param state starting, serving or draining, {@code since} then
     * @param unready why no new client should be sent here; null: they are welcome
     * @param actions whether an operator with the token may act
     */
    record Gateway(
            String id,
            String version,
            Instant started,
            String listening,
            String state,
            Instant since,
            @Nullable String unready,
            boolean actions) {}

    /**
     * What it knows of the others.
     *
     * @param expected gateways that there should be
     * @param strangers members that are no gateways: programs with services
     * @param canaryMillis how long the last message to itself took; negative: none has come back
     * @param canaryTrouble why messages do not find their way; null: they do
     */
    record Cluster(
            List<Member> members,
            int expected,
            int strangers,
            boolean minority,
            int copies,
            int copiesWanted,
            double canaryMillis,
            long canaryLost,
            @Nullable String canaryTrouble) {}

    /**
     * A gateway.
     *
     * @param advertise where clients reach it and no other; null: they cannot choose it
     */
    record Member(
            String node,
            boolean self,
            boolean leaving,
            @Nullable String advertise) {}
}

package io.busport.ops.metrics;

import io.busport.cluster.Canary;
import io.busport.cluster.Membership;
import io.busport.cluster.sessions.Fleet;
import io.busport.cluster.sessions.Movements;

/**
 * This gateway as one of several.
 *
 * @param copiesWanted {@code cluster.copies}
 */
public record ClusterReadings(Membership membership, Fleet fleet, Canary canary, int copiesWanted) {
    void readInto(Reading reading) {
        reading.add(Metric.CLUSTER_GATEWAYS, membership.gateways().size());
        reading.add(Metric.CLUSTER_EXPECTED, membership.expected());
        reading.add(Metric.CLUSTER_MINORITY, membership.minority() ? 1 : 0);
        reading.add(Metric.CLUSTER_COPIES, fleet.copies());
        reading.add(Metric.CLUSTER_COPIES_WANTED, copiesWanted);
        reading.add(Metric.CLUSTER_CANARY, canary.up() ? 1 : 0);
        if (canary.roundTripNanos() >= 0) {
            reading.add(Metric.CLUSTER_CANARY_ROUND_TRIP, canary.roundTripNanos() / 1e9);
        }
        reading.add(Metric.CLUSTER_CANARY_LOST, canary.lost());
        Movements moved = fleet.movements();
        reading.add(Metric.CLUSTER_SESSIONS_MOVED, moved.brought(), "brought");
        reading.add(Metric.CLUSTER_SESSIONS_MOVED, moved.adopted(), "adopted");
        reading.add(Metric.CLUSTER_SESSIONS_MOVED, moved.given(), "given");
        reading.add(Metric.CLUSTER_SESSIONS_MOVED, moved.lost(), "lost");
    }
}

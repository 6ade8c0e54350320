package io.busport.ops.metrics;

import io.busport.connection.CloseReason;
import io.busport.connection.ConnectionEvents;

/** How far away clients are. What happens to connections is passed on. */
public final class RoundTrips implements ConnectionEvents {
    private final ConnectionEvents next;
    private final Buckets times = new Buckets(Buckets.LATENCY);

    public RoundTrips(ConnectionEvents next) {
        this.next = next;
    }

    @Override
    public void connected(String connection, String observed) {
        next.connected(connection, observed);
    }

    @Override
    public void disconnected(String connection, String observed, CloseReason reason) {
        next.disconnected(connection, observed, reason);
    }

    @Override
    public void roundTrip(long nanos) {
        times.add(nanos);
        next.roundTrip(nanos);
    }

    void readInto(Reading reading) {
        reading.add(Metric.CONNECTION_ROUND_TRIP, times.content());
    }
}

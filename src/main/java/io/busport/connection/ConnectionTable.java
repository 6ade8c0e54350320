package io.busport.connection;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The connections of one event loop: those that live, and how the last ones ended. Touched on that loop only. */
final class ConnectionTable {
    static final int REMEMBERED = 1000;

    private final Set<Connection> open = new LinkedHashSet<>();
    private final ArrayDeque<ConnectionInfo> ended = new ArrayDeque<>();
    private final ConnectionTotals endedTotals = new ConnectionTotals();

    void add(Connection connection) {
        open.add(connection);
    }

    void ended(Connection connection, ConnectionInfo last) {
        open.remove(connection);
        connection.addTo(endedTotals);
        ended.addFirst(last);
        if (ended.size() > REMEMBERED) {
            ended.removeLast();
        }
    }

    /** A copy, because what is done to a connection may end it. */
    List<Connection> open() {
        return List.copyOf(open);
    }

    /** What all connections that there ever were have done. */
    ConnectionTotals totals() {
        ConnectionTotals all = new ConnectionTotals();
        all.add(endedTotals);
        open.forEach(c -> c.addTo(all));
        return all;
    }

    int size() {
        return open.size();
    }

    /** The open ones, then the ended ones, latest first. */
    List<ConnectionInfo> describe() {
        List<ConnectionInfo> all = new ArrayList<>(open.size() + ended.size());
        open.forEach(c -> all.add(c.describe()));
        all.addAll(ended);
        return all;
    }
}

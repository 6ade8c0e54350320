package io.busport.connection;

import io.busport.session.Excerpt;
import io.busport.session.Query;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The connections of one event loop: those that live, and how the last ones ended. Touched on that loop only. */
final class ConnectionTable {
    static final int REMEMBERED = 1000;

    private final Map<String, Connection> open = new LinkedHashMap<>();
    private final ArrayDeque<ConnectionInfo> ended = new ArrayDeque<>();
    private final ConnectionTotals endedTotals = new ConnectionTotals();

    void add(Connection connection) {
        open.put(connection.id(), connection);
    }

    void ended(Connection connection, ConnectionInfo last) {
        open.remove(connection.id());
        connection.addTo(endedTotals);
        ended.addFirst(last);
        if (ended.size() > REMEMBERED) {
            ended.removeLast();
        }
    }

    /** A copy, because what is done to a connection may end it. */
    List<Connection> open() {
        return List.copyOf(open.values());
    }

    /** The open one of this id. */
    @Nullable
    Connection find(String id) {
        return open.get(id);
    }

    /** Some of the open ones, the oldest first. */
    Excerpt<ConnectionInfo> open(Query query) {
        return query.of(open.values(), Connection::names, Connection::describe);
    }

    /** Some of the ended ones, latest first. */
    Excerpt<ConnectionInfo> ended(Query query) {
        return query.of(ended, c -> List.of(c.id(), c.observed()), c -> c);
    }

    /** What all connections that there ever were have done. */
    ConnectionTotals totals() {
        ConnectionTotals all = new ConnectionTotals();
        all.add(endedTotals);
        open.values().forEach(c -> c.addTo(all));
        return all;
    }

    int size() {
        return open.size();
    }

    /** The open ones, then the ended ones, latest first. */
    List<ConnectionInfo> describe() {
        List<ConnectionInfo> all = new ArrayList<>(open.size() + ended.size());
        open.values().forEach(c -> all.add(c.describe()));
        all.addAll(ended);
        return all;
    }
}

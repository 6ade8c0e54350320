package io.busport.routing;

import io.busport.session.Router.Origin;
import io.busport.wire.Headers;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The headers of messages on the bus that come from clients, and what clients see of a message's headers.
 *
 * <p>Names that begin with {@value #OURS} are the gateway's own: what a client says under them is dropped, and they are not shown to
 * clients, who would learn each other's addresses.
 */
public final class BusHeaders {
    /** Id of the connection a message came on. */
    public static final String CONNECTION = "busport-connection";
    /** The address the gateway sees the client at, {@code ip:port}: behind a NAT, the NAT's. */
    public static final String PEER = "busport-peer";

    /** Id of the session a message came from. */
    public static final String SESSION = "busport-session";
    /** Who the client has proven to be. */
    public static final String PRINCIPAL = "busport-principal";
    /** The message itself, {@code session/n}: a message that comes twice has it twice. */
    public static final String ID = "busport-id";

    private static final String OURS = "busport-";

    private BusHeaders() {}

    /** What every message of a client carries. Shared by its messages: the bus copies headers when it delivers. */
    static MultiMap of(Origin origin) {
        MultiMap ours = MultiMap.caseInsensitiveMultiMap()
                .add(CONNECTION, origin.connection())
                .add(PEER, origin.peer());
        if (origin.session() != null) {
            ours = ours.add(SESSION, origin.session());
        }
        return origin.principal().isEmpty() ? ours : ours.add(PRINCIPAL, origin.principal());
    }

    /** What a numbered message is known by. */
    static String id(Origin origin, long n) {
        return origin.session() + "/" + n;
    }

    /**
     * The client's own headers and ours.
     *
     * @param n the number of the message in its session; 0 without one
     */
    static MultiMap of(Origin origin, Headers own, long n) {
        MultiMap fromClient = MultiMap.caseInsensitiveMultiMap();
        MultiMap all = fromClient;
        own.forEach((name, value) -> {
            if (!isOurs(name)) {
                var unused = fromClient.add(name, value);
            }
        });
        if (n > 0) {
            all = all.add(ID, id(origin, n));
        }
        return all.addAll(of(origin));
    }

    /** What a client is shown: each name once, with its last value, as the official bridge does. */
    static Headers forClient(MultiMap headers) {
        if (headers.isEmpty()) {
            return Headers.NONE;
        }
        List<String> shown = new ArrayList<>();
        for (Map.Entry<String, String> header : headers) {
            if (!isOurs(header.getKey())) {
                put(shown, header.getKey(), header.getValue());
            }
        }
        return Headers.of(shown.toArray(String[]::new));
    }

    private static void put(List<String> namesAndValues, String name, String value) {
        for (int i = 0; i < namesAndValues.size(); i += 2) {
            if (namesAndValues.get(i).equals(name)) {
                namesAndValues.set(i + 1, value);
                return;
            }
        }
        namesAndValues.add(name);
        namesAndValues.add(value);
    }

    private static boolean isOurs(String name) {
        return name.regionMatches(true, 0, OURS, 0, OURS.length());
    }
}

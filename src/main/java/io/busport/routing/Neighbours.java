package io.busport.routing;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where else messages arrive that this gateway puts on the bus. Implemented by cluster; called on any event loop of the gateway, and its
 * futures complete on that loop.
 */
public interface Neighbours {
    /** {@link #stamp()} while nobody knows where messages arrive. */
    long UNKNOWN = -1;

    /** A message that may not have reached everybody, with the headers and the id it had. */
    record Repeat(
            String address, MultiMap headers, @Nullable Object body, String id) {}

    /**
     * A mark of the present. When it is another one later, or {@link #UNKNOWN}, what was put on the bus meanwhile may have been lost with a
     * gateway.
     */
    long stamp();

    /**
     * Done when everything that the calling loop has put on the bus so far is where it belongs: with the consumers of every gateway, and, for
     * sessions, kept in another place, too. Fails when that cannot be known.
     */
    Future<Void> passed();

    /** Done when every gateway sends what is for an address to this one, too. */
    Future<Void> routed(String address);

    /** Has messages delivered to the sessions of all gateways that hear them and do not have them; in their order. */
    Future<Void> repeat(List<Repeat> messages);

    /** Which of these messages some session has. */
    Future<Set<String>> taken(Collection<String> ids);

    /** There are none.
     *
     * @param passed done when every event loop of the process has run what it had to do so far
     */
    static Neighbours none(Supplier<Future<Void>> passed) {
        return new Neighbours() {
            @Override
            public long stamp() {
                return 0;
            }

            @Override
            public Future<Void> passed() {
                return passed.get();
            }

            @Override
            public Future<Void> routed(String address) {
                return Future.succeededFuture();
            }

            @Override
            public Future<Void> repeat(List<Repeat> messages) {
                return Future.succeededFuture();
            }

            @Override
            public Future<Set<String>> taken(Collection<String> ids) {
                return Future.succeededFuture(Set.of());
            }
        };
    }
}

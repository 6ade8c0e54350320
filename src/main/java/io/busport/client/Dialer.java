package io.busport.client;

import io.busport.config.ListenConfig.KeepAlive;
import io.busport.config.Units;
import io.busport.nat.Tcp;
import io.busport.security.tls.ClientTls;
import io.busport.security.tls.TlsFailure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.TcpClientConfig;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Makes connections to a gateway's addresses. */
public final class Dialer {
    /** A connection and the address it was made to. */
    public record Line(NetSocket socket, Endpoint endpoint) {}

    /** An address that no connection could be made to, and why, without the names of system calls. */
    static final class Unreachable extends ConnectException {
        private final boolean timeout;

        private Unreachable(Endpoint endpoint, String reason, boolean timeout) {
            super(endpoint + ": " + reason);
            this.timeout = timeout;
        }

        /** Nobody answered, where a refusal is an answer. */
        boolean isTimeout() {
            return timeout;
        }
    }

    private final Vertx vertx;
    private final NetClient client;
    private final Duration connectTimeout;
    private final @Nullable ClientTls tls;
    private int next;

    /**
     * @param connectTimeout for one address
     * @param keepAlive TCP keepalive
     * @param userTimeout TCP_USER_TIMEOUT
     * @param tls null to connect without
     */
    public Dialer(
            Vertx vertx, Duration connectTimeout, KeepAlive keepAlive, Duration userTimeout, @Nullable ClientTls tls) {
        this.vertx = vertx;
        this.connectTimeout = connectTimeout;
        this.tls = tls;
        TcpClientConfig config = new TcpClientConfig();
        config.setConnectTimeout(connectTimeout);
        Tcp.keepAlive(config.getTransportConfig(), keepAlive, userTimeout);
        this.client = vertx.createNetClient(config);
    }

    /** @return a connection; fails with {@link Unreachable} */
    Future<Line> dial(Endpoint endpoint) {
        return ClientTls.connect(tls, vertx, client, endpoint.host(), endpoint.port(), connectTimeout)
                .map(socket -> new Line(socket, endpoint))
                .recover(e -> Future.failedFuture(unreachable(endpoint, e)));
    }

    /**
     * Tries addresses in turn, starting behind the one that worked last: that one has just failed.
     *
     * @return a connection to the first that answers; fails with every address and why it did not
     */
    public Future<Line> dial(List<Endpoint> endpoints) {
        return dial(endpoints, new ArrayList<>());
    }

    private Future<Line> dial(List<Endpoint> endpoints, List<String> failures) {
        if (failures.size() == endpoints.size()) {
            return Future.failedFuture(new ConnectException(String.join("; ", failures)));
        }
        return dial(endpoints.get(next++ % endpoints.size())).recover(e -> {
            failures.add(String.valueOf(e.getMessage()));
            return dial(endpoints, failures);
        });
    }

    Future<Void> close() {
        return client.close();
    }

    private Unreachable unreachable(Endpoint endpoint, Throwable e) {
        boolean timeout = e.getMessage() != null && e.getMessage().contains("connection timed out");
        return new Unreachable(
                endpoint, timeout ? "no answer within " + Units.say(connectTimeout) : reason(e), timeout);
    }

    /** What a failure of a socket means, without the names of system calls. */
    public static String reason(Throwable e) {
        if (TlsFailure.is(e)) {
            return TlsFailure.ofServer(e);
        }
        String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        if (e instanceof UnknownHostException) {
            return "unknown host";
        }
        for (String known : List.of(
                "connection refused",
                "connection reset",
                "broken pipe",
                "no route to host",
                "network is unreachable",
                "host is unreachable",
                "connection timed out")) {
            if (message.contains(known)) {
                return known;
            }
        }
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }
}

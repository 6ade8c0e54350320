package io.busport.client;

import io.busport.config.Units;
import io.busport.nat.Tcp;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.TcpClientConfig;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Tries a gateway's addresses in turn, starting behind the one that worked last: that one has just failed. */
final class Dialer {
    /** A connection and the address it was made to. */
    record Line(NetSocket socket, Endpoint endpoint) {}

    private final NetClient client;
    private final ClientOptions options;
    private int next;

    Dialer(Vertx vertx, ClientOptions options) {
        this.options = options;
        TcpClientConfig config = new TcpClientConfig();
        config.setConnectTimeout(options.connectTimeout());
        Tcp.keepAlive(config.getTransportConfig(), options.keepAlive(), options.userTimeout());
        this.client = vertx.createNetClient(config);
    }

    /** @return a connection to the first address that answers; fails with every address and why it did not */
    Future<Line> dial() {
        return dial(new ArrayList<>());
    }

    private Future<Line> dial(List<String> failures) {
        if (failures.size() == options.endpoints().size()) {
            return Future.failedFuture(new ConnectException(String.join("; ", failures)));
        }
        Endpoint endpoint = options.endpoints().get(next++ % options.endpoints().size());
        return client.connect(endpoint.port(), endpoint.host())
                .map(socket -> new Line(socket, endpoint))
                .recover(e -> {
                    failures.add(endpoint + ": " + reason(e, options));
                    return dial(failures);
                });
    }

    private static String reason(Throwable e, ClientOptions options) {
        return e.getMessage() != null && e.getMessage().contains("connection timed out")
                ? "no answer within " + Units.say(options.connectTimeout())
                : reason(e);
    }

    /** What a failure of a socket means, without the names of system calls. */
    static String reason(Throwable e) {
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

package io.busport.bench;

import io.busport.MainVerticle;
import io.busport.config.Environment;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetServerOptions;
import io.vertx.ext.bridge.BridgeOptions;
import io.vertx.ext.bridge.PermittedOptions;
import io.vertx.ext.eventbus.bridge.tcp.TcpEventBusBridge;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One of the servers that are compared, in a process of its own with one event loop: {@code BenchServer ECHO|OFFICIAL|BUSPORT}. Prints its
 * port, then answers each line of standard input with one line, and ends with its input, so that it never outlives who started it.
 */
final class BenchServer {
    enum Kind {
        /** {@link BareEcho}. */
        ECHO,
        /** vertx-tcp-eventbus-bridge with an echo consumer. */
        OFFICIAL,
        /** The gateway with its own echo service. */
        BUSPORT
    }

    /** What is asked of it. */
    enum Question {
        /** Nanoseconds of CPU that the event loop has used. */
        CPU,
        /** Bytes, after a collection: see {@link Memory}. */
        MEMORY
    }

    static final String ADDRESS = "messages";
    static final String NEWS = "broadcast";

    private static final String CONFIG = """
            {"listen": {"host": "127.0.0.1", "port": 0, "instances": 1, "backlog": 4096},
             "admin": {"host": "127.0.0.1", "port": 0}, "log": {"received": false, "level": "warn"},
             "permissions": {"inbound": [{"address": "messages"}, {"address": "broadcast"}],
                             "outbound": [{"address": "broadcast"}]}}""";

    private BenchServer() {}

    public static void main(String[] args) throws IOException {
        Vertx vertx =
                Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(1));
        System.out.println(
                switch (Kind.valueOf(args[0])) {
                    case ECHO -> echo(vertx);
                    case OFFICIAL -> official(vertx);
                    case BUSPORT -> busport(vertx);
                });
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String line;
        while ((line = in.readLine()) != null) {
            System.out.println(
                    switch (Question.valueOf(line)) {
                        case CPU -> Memory.eventLoopNanos();
                        case MEMORY -> Memory.measure().encode();
                    });
        }
        System.exit(0); // Runs the hooks, one of which writes a recording.
    }

    private static int echo(Vertx vertx) {
        BareEcho echo = new BareEcho();
        var unused = vertx.deployVerticle(echo).await();
        return echo.port();
    }

    private static int busport(Vertx vertx) {
        MainVerticle main = new MainVerticle(null, new Environment(Map.of()));
        var unused = vertx.deployVerticle(main, new DeploymentOptions().setConfig(new JsonObject(CONFIG)))
                .await();
        return main.port();
    }

    private static int official(Vertx vertx) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort(); // It does not say which port it got.
        }
        var unused = vertx.deployVerticle(new Official(port)).await();
        return port;
    }

    private static final class Official extends VerticleBase {
        private final int port;
        private @Nullable TcpEventBusBridge bridge;

        Official(int port) {
            this.port = port;
        }

        @Override
        public Future<?> start() {
            vertx.eventBus().consumer(ADDRESS, message -> message.reply(message.body()));
            PermittedOptions messages = new PermittedOptions().setAddress(ADDRESS);
            PermittedOptions news = new PermittedOptions().setAddress(NEWS);
            BridgeOptions options = new BridgeOptions()
                    .addInboundPermitted(messages)
                    .addInboundPermitted(news)
                    .addOutboundPermitted(news);
            bridge = TcpEventBusBridge.create(vertx, options, new NetServerOptions().setAcceptBacklog(4096));
            return bridge.listen(port, "127.0.0.1");
        }
    }
}

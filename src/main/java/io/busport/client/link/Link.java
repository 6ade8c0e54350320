package io.busport.client.link;

import io.busport.client.BusportClient;
import io.busport.client.Endpoint;
import io.busport.client.SessionOptions;
import io.busport.client.TokenSource;
import io.busport.config.LinkConfig;
import io.busport.config.LinkTlsConfig;
import io.busport.security.tls.ClientTls;
import io.busport.wire.Dialect;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** A local event bus and the cluster's bus, joined by a session. */
public final class Link {
    /** For local answers that askers of the cluster still wait for when the link ends. */
    private static final int LAST_ANSWERS_SECONDS = 5;

    private final Vertx vertx;
    private final LinkConfig config;
    private final BusportClient client;
    private final Answers answers;
    private final LinkEvents events;
    private final Exports exports;
    private final Imports imports;

    /** On the event loop of the caller. @return done when messages pass in both directions */
    public static Future<Link> open(Vertx vertx, LinkConfig config) {
        String id = config.name() == null ? UUID.randomUUID().toString().substring(0, 8) : config.name();
        LinkEvents events = new LinkEvents(vertx, id);
        return BusportClient.connect(vertx, options(config).onEvent(events::session))
                .map(client -> new Link(vertx, config, client, events, id))
                .compose(link ->
                        link.open().recover(e -> link.client.close().transform(closed -> Future.failedFuture(e))));
    }

    private Link(Vertx vertx, LinkConfig config, BusportClient client, LinkEvents events, String id) {
        this.vertx = vertx;
        this.config = config;
        this.client = client;
        this.events = events;
        this.answers = new Answers(id, config.requestTimeout());
        EventBus bus = vertx.eventBus();
        this.exports = new Exports(bus, client, answers, events);
        this.imports = new Imports(bus, client, answers, events, id);
    }

    private static SessionOptions options(LinkConfig config) {
        SessionOptions options = new SessionOptions(
                        config.to().stream().map(Endpoint::parse).toList())
                .dialect(dialect(config.dialect()))
                .name(config.name())
                .token(TokenSource.of(config.token()))
                .heartbeat(config.heartbeat())
                .expiry(config.expiry())
                .requestTimeout(config.requestTimeout());
        LinkTlsConfig tls = config.tls();
        if (tls.enabled()) {
            options = options.tls(new ClientTls(tls.ca(), tls.cert(), tls.key(), tls.serverName()));
        }
        if (config.state() != null) {
            options = options.stateFile(Path.of(config.state()));
        }
        return config.spool() == null ? options : options.spool(Path.of(config.spool()));
    }

    private static Dialect dialect(String label) {
        return Arrays.stream(Dialect.values())
                .filter(d -> d.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(label + " (expected: the label of a dialect)"));
    }

    private Future<Link> open() {
        return exports.open(config.exports())
                .compose(v -> imports.open(config.imports()))
                .map(this);
    }

    /**
     * Ends it in order: nothing more leaves the local bus, open requests of the cluster are answered, what was taken is delivered. A session
     * whose identity is in a file is parked, so that the next process goes on with it; without one nobody could.
     */
    public Future<?> close() {
        Future<?> answered = Future.any(answers.idle(), vertx.timer(LAST_ANSWERS_SECONDS, TimeUnit.SECONDS));
        boolean isKept = config.state() != null || config.spool() != null;
        return exports.close()
                .eventually(() -> answered)
                .eventually(isKept ? client::park : client::close)
                .onComplete(done -> events.tell());
    }

    public BusportClient client() {
        return client;
    }
}

package io.busport;

import io.busport.cluster.Canary;
import io.busport.cluster.Engine;
import io.busport.cluster.sessions.Fleet;
import io.busport.cluster.sessions.Parts;
import io.busport.config.AuthConfig;
import io.busport.config.BusportConfig;
import io.busport.config.ConfigLoader;
import io.busport.config.ConfigSource;
import io.busport.config.ConfigWatcher;
import io.busport.config.DrainConfig;
import io.busport.config.Environment;
import io.busport.config.Units;
import io.busport.connection.ConnectionEvents;
import io.busport.connection.Connections;
import io.busport.connection.GatewayVerticle;
import io.busport.connection.Sessions;
import io.busport.ops.AdminActions;
import io.busport.ops.AdminToken;
import io.busport.ops.AdminVerticle;
import io.busport.ops.Drain;
import io.busport.ops.Health;
import io.busport.ops.LogSetup;
import io.busport.ops.metrics.ClusterReadings;
import io.busport.ops.metrics.Metrics;
import io.busport.ops.metrics.RoundTrips;
import io.busport.ops.metrics.SessionCounts;
import io.busport.ops.metrics.TrafficCounts;
import io.busport.ops.page.StatusPage;
import io.busport.routing.BusLoop;
import io.busport.routing.Custody;
import io.busport.routing.LivePermissions;
import io.busport.routing.Neighbours;
import io.busport.routing.Permissions;
import io.busport.routing.Relay;
import io.busport.security.AuthFile;
import io.busport.security.Authentication;
import io.busport.security.Logins;
import io.busport.security.tls.LiveTls;
import io.busport.session.Allowances;
import io.busport.session.Allowances.Allowance;
import io.busport.session.Gateways;
import io.busport.session.Keeper;
import io.busport.session.Traffic;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.internal.VertxInternal;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts one gateway process together: services, then a {@link GatewayVerticle} for each event loop and the admin server.
 *
 * <p>Its deployment configuration is a tree of the keys of {@code conf/busport.yaml} that wins over every other source. The start fails
 * with a {@link ConfigException} or a {@link StartException}, and the log has one line for each thing that is wrong.
 */
public final class MainVerticle extends VerticleBase {
    private static final Logger log = LoggerFactory.getLogger(MainVerticle.class);
    /** Written at once, unlike the rest of the log: the process ends next. */
    private static final Logger startLog = LoggerFactory.getLogger(LogSetup.START);

    private final @Nullable String file;
    private final Environment environment;
    private final @Nullable Engine engine;
    private final List<GatewayVerticle> gateways = new CopyOnWriteArrayList<>();
    private @Nullable AdminVerticle admin;
    private @Nullable ConfigWatcher watcher;
    private @Nullable LiveTls tls;
    private @Nullable AuthFile authFile;

    /** For the launcher: {@code BUSPORT_CONF} or {@code conf/busport.yaml}. */
    public MainVerticle() {
        this(null, Environment.ofProcess());
    }

    /** @param file the configuration file, null for the default one */
    public MainVerticle(@Nullable String file, Environment environment) {
        this(file, environment, null);
    }

    /** @param engine what this gateway's Vert.x is clustered with, null when it is alone */
    public MainVerticle(@Nullable String file, Environment environment, @Nullable Engine engine) {
        this.file = file;
        this.environment = environment;
        this.engine = engine;
    }

    @Override
    public Future<?> start() {
        ExitCode.zeroOnSigterm();
        ConfigSource source = new ConfigLoader(vertx, environment).source(file, config());
        return source.load()
                .compose(config -> AuthFile.open(
                                vertx, config.auth(), config.reload().interval())
                        .compose(opened -> {
                            authFile = opened;
                            return LiveTls.start(
                                            vertx, config.tls(), config.reload().interval())
                                    .compose(live -> {
                                        tls = live;
                                        return start(config, source, opened.authentication(), live);
                                    });
                        }))
                .onFailure(e -> String.valueOf(e.getMessage()).lines().forEach(startLog::error));
    }

    @Override
    public Future<?> stop() {
        return Future.join(
                watcher == null ? Future.succeededFuture() : watcher.stop(),
                tls == null ? Future.succeededFuture() : tls.stop(),
                authFile == null ? Future.succeededFuture() : authFile.stop());
    }

    private Future<?> start(BusportConfig config, ConfigSource source, Authentication authentication, LiveTls liveTls) {
        if (config.cluster().enabled() && engine == null) {
            return fail(
                    "cluster.enabled: true, but this Vert.x was started without a cluster (expected: busport server)");
        }
        if (!config.drain().fits()) {
            log.warn(
                    "drain.timeout: {} (expected: at most drain.gracePeriod, {}, less {}): this gateway will be killed while it drains",
                    Units.say(config.drain().timeout()),
                    Units.say(config.drain().gracePeriod()),
                    Units.say(DrainConfig.MARGIN));
        }
        Services.require(config.services());
        LogSetup.apply(config.log());
        LivePermissions permissions = new LivePermissions(Permissions.of(config.permissions()));
        Connections connections = new Connections();
        Fleet fleet = engine == null
                ? null
                : new Fleet(
                        vertx,
                        engine,
                        config.cluster(),
                        config.sessions().remember().toMillis());
        SessionCounts sessionCounts = new SessionCounts(new SessionLog(vertx.eventBus()));
        RoundTrips roundTrips = new RoundTrips(new BusEvents(vertx.eventBus()));
        TrafficCounts traffic = new TrafficCounts();
        Logins logins = new Logins(System::nanoTime);
        Sessions sessions = new Sessions(
                config,
                allowances(authentication),
                connections.gateway(),
                sessionCounts,
                fleet == null ? Gateways.NONE : fleet,
                fleet == null ? loop -> Keeper.NOBODY : fleet::keeper);
        Canary canary = engine == null
                ? null
                : new Canary(engine.membership(), config.cluster().canary());
        Health health = new Health(vertx, connections, canary == null ? null : canary::trouble);
        ClusterReadings cluster = engine == null || fleet == null || canary == null
                ? null
                : new ClusterReadings(
                        engine.membership(), fleet, canary, config.cluster().copies());
        Metrics metrics =
                new Metrics(vertx, connections, sessions, traffic, sessionCounts, roundTrips, logins, cluster);
        AdminToken token = new AdminToken(vertx, config.admin());
        StatusPage page = new StatusPage(
                vertx,
                connections,
                sessions,
                sessionCounts,
                cluster,
                metrics.version(),
                () -> config.listen().host() + ":" + port());
        AdminActions actions = new AdminActions(token, connections, sessions, fleet);
        return deployCanary(canary)
                .compose(v -> Services.deploy(vertx, config.services()))
                .compose(v -> both(
                        deployGateways(
                                config,
                                permissions,
                                connections,
                                roundTrips,
                                traffic,
                                sessions,
                                fleet,
                                liveTls,
                                authentication,
                                logins),
                        deployAdmin(
                                config,
                                new AdminVerticle(
                                        config.admin(), health, connections, sessions, metrics, page, token, actions))))
                .compose(v -> fleet == null ? Future.succeededFuture() : fleet.rehearse())
                .onSuccess(v -> {
                    leaveInOrder(new Drain(vertx, config.drain(), health, connections, sessions, gateways, fleet));
                    health.serving();
                    announce(config);
                    watcher = new ConfigWatcher(
                            vertx,
                            source,
                            config,
                            new Reload(config, permissions, token, liveTls::configure, authentication));
                    watcher.start();
                });
    }

    /** What one principal's sessions may take, whatever they are told at the time. */
    private static Allowances allowances(Authentication authentication) {
        return principal -> {
            AuthConfig.LimitsOf limits = authentication.limitsOf(principal);
            return new Allowance(limits.sessions(), limits.outbox());
        };
    }

    private Future<?> deployCanary(@Nullable Canary canary) {
        return canary == null ? Future.succeededFuture() : vertx.deployVerticle(canary);
    }

    /** Waits for both and says what is wrong with either: two ports may be taken at a time. */
    private static Future<?> both(Future<?> one, Future<?> other) {
        return Future.join(one, other)
                .recover(e -> fail(Stream.of(one, other)
                        .filter(Future::failed)
                        .map(f -> f.cause().getMessage())
                        .collect(Collectors.joining("\n"))));
    }

    private Future<?> deployAdmin(BusportConfig config, AdminVerticle verticle) {
        admin = verticle;
        return vertx.deployVerticle(verticle)
                .recover(e -> fail(cannotListen(
                        "admin", config.admin().host(), config.admin().port(), e)));
    }

    private Future<?> deployGateways(
            BusportConfig config,
            LivePermissions permissions,
            Connections connections,
            ConnectionEvents events,
            Traffic traffic,
            Sessions sessions,
            @Nullable Fleet fleet,
            LiveTls liveTls,
            Authentication authentication,
            Logins logins) {
        EventLoops loops = new EventLoops(vertx);
        int instances = config.listen().instances() == 0
                ? loops.size()
                : config.listen().instances();
        // Vert.x gives every instance a free port of its own for 0, and one that all share for a negative number.
        int port = config.listen().port() == 0 ? -1 : config.listen().port();
        Custody custody = new Custody();
        BusLoop.Timeouts timeouts =
                new BusLoop.Timeouts(config.text().timeout(), config.limits().requestTimeout());
        Relay relay = new Relay();
        Neighbours neighbours = fleet == null ? Neighbours.none(loops::passed) : fleet.neighbours();
        Future<Void> joined = fleet == null
                ? Future.succeededFuture()
                : fleet.join(new Parts(sessions.moves(), relay, custody, sessions::loops, loops::passed));
        return joined.compose(v -> vertx.deployVerticle(
                        () -> {
                            GatewayVerticle gateway = new GatewayVerticle(
                                    config,
                                    port,
                                    instances,
                                    () -> relay.add(new BusLoop(
                                            vertx,
                                            loops.withoutDeployment(),
                                            timeouts,
                                            permissions,
                                            custody,
                                            neighbours,
                                            traffic)),
                                    connections,
                                    events,
                                    sessions,
                                    liveTls,
                                    authentication,
                                    logins);
                            gateways.add(gateway);
                            return gateway;
                        },
                        new DeploymentOptions().setInstances(instances)))
                .recover(e -> fail(cannotListen(
                        "listen", config.listen().host(), config.listen().port(), e)));
    }

    /**
     * Vert.x undeploys children before their parents and top-level verticles all at once, so no {@code stop()} could close the connections
     * before the services behind them. Close hooks run before any of it.
     */
    private void leaveInOrder(Drain drain) {
        ((VertxInternal) vertx).addCloseHook(completion -> drain.run().onComplete(completion));
    }

    private void announce(BusportConfig config) {
        log.info(
                "Gateway of {} event loops, {} transport, admin on {}:{}",
                gateways.size(),
                vertx.isNativeTransportEnabled() ? "native" : "NIO",
                config.admin().host(),
                adminPort());
        Announcement.listening(config.listen().host(), port());
    }

    /** The port of the gateway, once it is started. */
    public int port() {
        return gateways.isEmpty() ? 0 : gateways.get(0).actualPort();
    }

    /** The port of the admin server, once it is started. */
    public int adminPort() {
        return admin == null ? 0 : admin.actualPort();
    }

    private static String cannotListen(String section, String host, int port, Throwable cause) {
        return section + ".port: cannot listen on " + host + ":" + port + ": " + cause.getMessage()
                + " (expected: an address of this machine with a free port)";
    }

    private static <T> Future<T> fail(String message) {
        return Future.failedFuture(new StartException(message));
    }
}

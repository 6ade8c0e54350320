package io.busport.cluster;

import io.busport.config.ClusterConfig;
import java.net.BindException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import org.infinispan.AdvancedCache;
import org.infinispan.configuration.global.GlobalConfiguration;
import org.infinispan.configuration.global.GlobalConfigurationBuilder;
import org.infinispan.configuration.global.ShutdownHookBehavior;
import org.infinispan.counter.configuration.CounterManagerConfigurationBuilder;
import org.infinispan.lock.configuration.ClusteredLockManagerConfigurationBuilder;
import org.infinispan.manager.DefaultCacheManager;
import org.infinispan.remoting.transport.jgroups.EmbeddedJGroupsChannelConfigurator;

/**
 * What joins this process to the other gateways: Infinispan, with nothing beside it. It is there before Vert.x, which is built on its
 * {@link #clusterManager()}, and is stopped after it.
 */
public final class Engine {
    /** After a loss those who are left have to be together for this much longer than it takes to notice one. */
    private static final Duration SETTLED_AFTER_FAILURE = Duration.ofSeconds(4);

    private static final String STACK = "busport";

    private final DefaultCacheManager engine;
    private final String host;
    private final Membership membership;
    private final GatewayClusterManager clusterManager;

    private Engine(DefaultCacheManager engine, ClusterConfig config, String host) {
        this.engine = engine;
        this.host = host;
        this.membership = new Membership(
                engine,
                new GatewayEntry(false, config.advertise()),
                config.failureTimeout().plus(SETTLED_AFTER_FAILURE));
        this.clusterManager = new GatewayClusterManager(engine, membership);
    }

    /**
     * Joins the cluster, or is the first of it. Blocks until this process has everything that all gateways have.
     *
     * @throws ClusterException says what is in the way
     */
    public static Engine start(ClusterConfig config) {
        String host = Addresses.of(config);
        DefaultCacheManager manager = new DefaultCacheManager(global(config, host), false);
        try {
            Tables.define(manager, config);
            manager.start();
            manager.startCaches(manager.getCacheConfigurationNames().stream()
                    .filter(name -> name.startsWith("busport.") || name.equals("__vertx.subs"))
                    .toArray(String[]::new));
            Engine engine = new Engine(manager, config, host);
            engine.membership.enter();
            return engine;
        } catch (RuntimeException e) {
            manager.stop();
            throw new ClusterException(whyNot(config, host, e), e);
        }
    }

    private static GlobalConfiguration global(ClusterConfig config, String host) {
        GlobalConfigurationBuilder builder = GlobalConfigurationBuilder.defaultClusteredBuilder();
        builder.cacheManagerName(config.name());
        builder.transport()
                .jgroups()
                .addStack(STACK)
                .channelConfigurator(new EmbeddedJGroupsChannelConfigurator(STACK, Stack.of(config, host), null));
        builder.transport().clusterName(config.name()).nodeName(nodeName()).stack(STACK);
        builder.jmx().disable();
        builder.metrics().gauges(false).histograms(false);
        builder.cacheContainer().statistics(false);
        builder.globalState().disable();
        // As in Tables: both halves of a broken network go on.
        var unusedLocks = builder.addModule(ClusteredLockManagerConfigurationBuilder.class)
                .reliability(org.infinispan.lock.configuration.Reliability.AVAILABLE);
        var unusedCounters = builder.addModule(CounterManagerConfigurationBuilder.class)
                .reliability(org.infinispan.counter.configuration.Reliability.AVAILABLE);
        // Vert.x leaves first, and then we say so.
        builder.shutdown().hookBehavior(ShutdownHookBehavior.DONT_REGISTER);
        return builder.build();
    }

    /** As a log shows it: the pod, and which of its processes. */
    private static String nodeName() {
        String machine = System.getenv("HOSTNAME");
        String random =
                HexFormat.of().toHexDigits((short) ThreadLocalRandom.current().nextInt());
        return (machine == null || machine.isBlank() ? "gateway" : machine) + "-" + random;
    }

    private static String whyNot(ClusterConfig config, String host, Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        boolean binding = root instanceof BindException
                || String.valueOf(root.getMessage()).contains("bind");
        return binding
                ? "cluster.port: cannot listen on " + host + ":" + config.port() + " and " + config.failurePort() + ": "
                        + root.getMessage() + " (expected: an address of this machine with free ports)"
                : "cluster: cannot start: " + root;
    }

    /** For the Vert.x of this process. */
    public GatewayClusterManager clusterManager() {
        return clusterManager;
    }

    public Membership membership() {
        return membership;
    }

    /** The id of this process in the cluster, the same as Vert.x has for it. */
    public String node() {
        return engine.getNodeAddress();
    }

    /** The address that other gateways reach this one at. */
    public String host() {
        return host;
    }

    /** @param name one of {@link Tables} */
    public <V> AdvancedCache<String, V> cache(String name) {
        return engine.<String, V>getCache(name).getAdvancedCache();
    }

    /** Says that it leaves, and leaves. Blocks. */
    public void stop() {
        try {
            membership.announceLeaving().join();
        } catch (CompletionException e) {
            // Then the others miss it for a while.
        }
        membership.leave();
        engine.stop();
    }
}

package io.busport.cluster;

import io.busport.config.ClusterConfig;
import java.util.concurrent.TimeUnit;
import org.infinispan.configuration.cache.CacheMode;
import org.infinispan.configuration.cache.Configuration;
import org.infinispan.configuration.cache.ConfigurationBuilder;
import org.infinispan.conflict.MergePolicy;
import org.infinispan.manager.EmbeddedCacheManager;
import org.infinispan.partitionhandling.PartitionHandling;

/** The tables that gateways share. All in memory, and gone with the last gateway. */
public final class Tables {
    /** Node to what it says of itself: {@link GatewayEntry}. Every gateway has it. */
    public static final String GATEWAYS = "busport.gateways";
    /** Session to where it is. Every gateway has it. */
    public static final String SESSIONS = "busport.sessions";
    /** Name of a session to the session. Every gateway has it. */
    public static final String NAMES = "busport.names";
    /** Sessions that are gone, and the number they got to. Two gateways have an entry. */
    public static final String GRAVES = "busport.graves";
    /** What a session owes its client. {@code cluster.copies} gateways have an entry. */
    public static final String COPIES = "busport.copies";

    /** What waits for a gateway that is gone, and holds up those who take over from it, waits so long. */
    private static final long REMOTE_SECONDS = 2;

    private static final long TRANSFER_SECONDS = 30;

    private Tables() {}

    static void define(EmbeddedCacheManager engine, ClusterConfig config) {
        Configuration everywhere = replicated();
        // The event bus asks for these by name.
        define(engine, "__vertx.subs", everywhere);
        define(engine, "__vertx.haInfo", everywhere);
        define(engine, "__vertx.nodeInfo", everywhere);
        define(engine, "__vertx.distributed.cache.configuration", distributed(2));
        define(engine, GATEWAYS, everywhere);
        define(engine, SESSIONS, everywhere);
        define(engine, NAMES, everywhere);
        define(engine, GRAVES, distributed(2));
        define(engine, COPIES, distributed(config.copies()));
    }

    private static void define(EmbeddedCacheManager engine, String name, Configuration configuration) {
        var unused = engine.defineConfiguration(name, configuration);
    }

    private static Configuration replicated() {
        return base(CacheMode.REPL_SYNC).build();
    }

    private static Configuration distributed(int owners) {
        ConfigurationBuilder builder = base(CacheMode.DIST_SYNC);
        var unused = builder.clustering().hash().numOwners(owners);
        return builder.build();
    }

    private static ConfigurationBuilder base(CacheMode mode) {
        ConfigurationBuilder builder = new ConfigurationBuilder();
        builder.clustering().cacheMode(mode).remoteTimeout(REMOTE_SECONDS, TimeUnit.SECONDS);
        builder.clustering().stateTransfer().awaitInitialTransfer(true).timeout(TRANSFER_SECONDS, TimeUnit.SECONDS);
        // Both halves go on; whether a half is enough is Standing's to say. Afterwards what the larger half has is
        // true.
        builder.clustering()
                .partitionHandling()
                .whenSplit(PartitionHandling.ALLOW_READ_WRITES)
                .mergePolicy(MergePolicy.PREFERRED_ALWAYS);
        builder.statistics().disable();
        return builder;
    }
}

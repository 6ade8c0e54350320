package io.busport.cluster.sessions;

import org.infinispan.AdvancedCache;
import org.infinispan.configuration.cache.ConfigurationBuilder;
import org.infinispan.configuration.global.GlobalConfigurationBuilder;
import org.infinispan.manager.DefaultCacheManager;

/** Tables of the engine without anybody else: no network, and nothing is kept twice. */
final class LocalTables implements AutoCloseable {
    private final DefaultCacheManager engine;

    LocalTables() {
        GlobalConfigurationBuilder global = new GlobalConfigurationBuilder().nonClusteredDefault();
        global.jmx().disable();
        global.metrics().gauges(false).histograms(false);
        global.globalState().disable();
        this.engine = new DefaultCacheManager(global.build());
    }

    <V> AdvancedCache<String, V> table(String name) {
        return engine.<String, V>createCache(name, new ConfigurationBuilder().build())
                .getAdvancedCache();
    }

    @Override
    public void close() {
        engine.stop();
    }
}

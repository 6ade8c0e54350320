package io.busport;

import io.busport.config.BusportConfig;
import io.busport.config.ConfigDifference;
import io.busport.config.ConfigWatcher;
import io.busport.config.TlsConfig;
import io.busport.ops.LogSetup;
import io.busport.routing.LivePermissions;
import io.busport.routing.Permissions;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a gateway takes over, without a restart, from a configuration that changed: permissions, TLS and the log level. */
final class Reload implements ConfigWatcher.Listener {
    private static final Logger log = LoggerFactory.getLogger(Reload.class);

    private final BusportConfig started;
    private final LivePermissions permissions;
    private final Consumer<TlsConfig> tls;

    /** @param started what the gateway was started with: what needs a restart to change is still this */
    Reload(BusportConfig started, LivePermissions permissions, Consumer<TlsConfig> tls) {
        this.started = started;
        this.permissions = permissions;
        this.tls = tls;
    }

    @Override
    public void changed(BusportConfig before, BusportConfig now) {
        if (!now.log().level().equals(before.log().level())) {
            LogSetup.apply(now.log());
            log.info("Log level reloaded: {}", now.log().level());
        }
        if (!now.permissions().equals(before.permissions())) {
            Permissions next = Permissions.of(now.permissions());
            permissions.replace(next);
            log.info("Permissions reloaded: {}", next.summary());
        }
        if (!now.tls().equals(before.tls())) {
            tls.accept(now.tls());
        }
        List<String> waiting = needRestart(started, now);
        if (!waiting.isEmpty() && !needRestart(before, now).isEmpty()) {
            log.warn("Configuration changed, needs a restart: {}", String.join(", ", waiting));
        }
    }

    private static List<String> needRestart(BusportConfig one, BusportConfig other) {
        return ConfigDifference.keys(one, other).stream()
                .filter(key -> !key.startsWith("permissions.") && !key.startsWith("tls.") && !key.equals("log.level"))
                .toList();
    }

    @Override
    public void rejected(String problems) {
        log.error(
                "Configuration rejected, the last good one stays: {}",
                String.join("; ", problems.lines().toList()));
    }

    @Override
    public void recovered() {
        log.info("Configuration is good again");
    }
}

package io.busport;

import io.busport.config.BusportConfig;
import io.busport.config.ConfigDifference;
import io.busport.config.ConfigWatcher;
import io.busport.config.TlsConfig;
import io.busport.ops.AdminToken;
import io.busport.ops.LogSetup;
import io.busport.routing.LivePermissions;
import io.busport.routing.Permissions;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a gateway takes over, without a restart, from a configuration that changed: permissions, TLS, the log level, the admin token. */
final class Reload implements ConfigWatcher.Listener {
    private static final Logger log = LoggerFactory.getLogger(Reload.class);

    private static final Set<String> LIVE = Set.of("log.level", "admin.token", "admin.tokenFile");

    private final BusportConfig started;
    private final LivePermissions permissions;
    private final AdminToken token;
    private final Consumer<TlsConfig> tls;

    /** @param started what the gateway was started with: what needs a restart to change is still this */
    Reload(BusportConfig started, LivePermissions permissions, AdminToken token, Consumer<TlsConfig> tls) {
        this.started = started;
        this.permissions = permissions;
        this.token = token;
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
        if (!now.admin().hasTokenOf(before.admin())) {
            token.replace(now.admin());
            log.info("Admin token reloaded: {}", now.admin().hasToken() ? "actions with a token" : "no actions");
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
                .filter(key -> !key.startsWith("permissions.") && !key.startsWith("tls.") && !LIVE.contains(key))
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

package io.busport;

import io.busport.config.BusportConfig;
import io.busport.config.ConfigDifference;
import io.busport.config.ConfigWatcher;
import io.busport.ops.LogSetup;
import io.busport.routing.LivePermissions;
import io.busport.routing.Permissions;
import io.busport.security.Authentication;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a gateway takes over, without a restart, from a configuration that changed: the permissions the authorities and
 * limits of principals, and the log level.
 */
final class Reload implements ConfigWatcher.Listener {
    private static final Logger log = LoggerFactory.getLogger(Reload.class);

    private static final List<String> RELOADED =
            List.of("permissions.", "auth.limits.", "auth.principals", "log.level");

    private final BusportConfig started;
    private final LivePermissions permissions;
    private final Authentication authentication;

    /** @param started what the gateway was started with: what needs a restart to change is still this */
    Reload(BusportConfig started, LivePermissions permissions, Authentication authentication) {
        this.started = started;
        this.permissions = permissions;
        this.authentication = authentication;
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
        if (!now.auth().limits().equals(before.auth().limits())
                || !now.auth().principals().equals(before.auth().principals())) {
            authentication.reload(now.auth());
            log.info("Principals reloaded: {}", now.auth().principals().size());
        }
        List<String> waiting = needRestart(started, now);
        if (!waiting.isEmpty() && !needRestart(before, now).isEmpty()) {
            log.warn("Configuration changed, needs a restart: {}", String.join(", ", waiting));
        }
    }

    private static List<String> needRestart(BusportConfig one, BusportConfig other) {
        return ConfigDifference.keys(one, other).stream()
                .filter(key -> RELOADED.stream().noneMatch(key::startsWith))
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

package io.busport;

import io.busport.config.BusportConfig;
import io.busport.config.ConfigDifference;
import io.busport.config.ConfigWatcher;
import io.busport.config.TlsConfig;
import io.busport.ops.AdminToken;
import io.busport.ops.LogSetup;
import io.busport.routing.LivePermissions;
import io.busport.routing.Permissions;
import io.busport.security.Authentication;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a gateway takes over, without a restart, from a configuration that changed: permissions, TLS, the authorities and limits of
 * principals, the log level, the admin token.
 */
final class Reload implements ConfigWatcher.Listener {
    private static final Logger log = LoggerFactory.getLogger(Reload.class);

    private static final List<String> LIVE = List.of(
            "permissions.", "tls.", "auth.limits.", "auth.principals", "log.level", "admin.token", "admin.tokenFile");

    private final BusportConfig started;
    private final LivePermissions permissions;
    private final AdminToken token;
    private final Consumer<TlsConfig> tls;
    private final Authentication authentication;

    /** @param started what the gateway was started with: what needs a restart to change is still this */
    Reload(
            BusportConfig started,
            LivePermissions permissions,
            AdminToken token,
            Consumer<TlsConfig> tls,
            Authentication authentication) {
        this.started = started;
        this.permissions = permissions;
        this.token = token;
        this.tls = tls;
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
        if (!now.admin().hasTokenOf(before.admin())) {
            token.replace(now.admin());
            log.info("Admin token reloaded: {}", now.admin().hasToken() ? "actions with a token" : "no actions");
        }
        if (!now.tls().equals(before.tls())) {
            tls.accept(now.tls());
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
                .filter(key -> LIVE.stream().noneMatch(key::startsWith))
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

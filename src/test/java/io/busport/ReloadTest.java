package io.busport;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.busport.config.BusportConfig;
import io.busport.config.TlsConfig;
import io.busport.ops.AdminToken;
import io.busport.routing.LivePermissions;
import io.busport.routing.Permissions;
import io.busport.security.Authentication;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ReloadTest {
    private static final Logger ours = (Logger) LoggerFactory.getLogger("io.busport");
    private static final Logger logger = (Logger) LoggerFactory.getLogger(Reload.class);

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final BusportConfig started = config("{}");
    private final LivePermissions permissions = new LivePermissions(Permissions.of(started.permissions()));
    private final Vertx vertx = Vertx.vertx();
    private final AdminToken token = new AdminToken(vertx, started.admin());
    private final List<TlsConfig> tls = new ArrayList<>();
    private final Reload reload =
            new Reload(started, permissions, token, tls::add, Authentication.none(started.auth()));
    private Level level;

    @BeforeEach
    void listen() {
        level = ours.getLevel();
        lines.start();
        logger.addAppender(lines);
        logger.setAdditive(false);
        logger.setLevel(Level.INFO);
    }

    @AfterEach
    void leave() {
        logger.detachAppender(lines);
        logger.setAdditive(true);
        logger.setLevel(null);
        ours.setLevel(level);
        var unused = vertx.close();
    }

    @Test
    void permissions_hold_at_once_and_are_a_line_of_the_log() {
        assertThat(permissions.current().refusalOfSend("send", "new", null, Set.of()))
                .isNotNull();
        reload.changed(started, config("{\"permissions\": {\"inbound\": [\"new\", \"a\", \"b\"]}}"));
        assertThat(permissions.current().refusalOfSend("send", "new", null, Set.of()))
                .isNull();
        assertThat(lines.list)
                .extracting(ILoggingEvent::toString)
                .containsExactly("[INFO] Permissions reloaded: inbound rules 3, outbound rules 2");
    }

    @Test
    void an_admin_token_holds_at_once_and_is_not_in_the_log() {
        reload.changed(started, config("{\"admin\": {\"token\": \"0123456789abcdef\"}}"));
        reload.changed(config("{\"admin\": {\"token\": \"0123456789abcdef\"}}"), started);
        assertThat(lines.list)
                .extracting(ILoggingEvent::toString)
                .containsExactly(
                        "[INFO] Admin token reloaded: actions with a token", "[INFO] Admin token reloaded: no actions");
    }

    @Test
    void what_is_asked_of_tls_is_passed_on_and_needs_no_restart() {
        BusportConfig next =
                config("{\"tls\": {\"mode\": \"optional\", \"certificates\": [{\"cert\": \"a\", \"key\": \"b\"}]}}");
        reload.changed(started, next);
        assertThat(tls).containsExactly(next.tls());
        assertThat(lines.list).isEmpty();
    }

    @Test
    void the_log_level_holds_at_once() {
        reload.changed(started, config("{\"log\": {\"level\": \"trace\"}}"));
        assertThat(ours.getLevel()).isEqualTo(Level.TRACE);
        assertThat(lines.list).extracting(ILoggingEvent::toString).containsExactly("[INFO] Log level reloaded: trace");
    }

    @Test
    void other_keys_are_named_once_for_each_change_as_long_as_they_differ_from_the_start() {
        BusportConfig port = config("{\"listen\": {\"port\": 1}}");
        BusportConfig more = config("{\"listen\": {\"port\": 1}, \"text\": {\"address\": \"a\"}}");
        BusportConfig moreAndRules = config(
                "{\"listen\": {\"port\": 1}, \"text\": {\"address\": \"a\"}, \"permissions\": {\"inbound\": []}}");
        reload.changed(started, port);
        reload.changed(port, more);
        reload.changed(more, moreAndRules);
        reload.changed(moreAndRules, started);
        assertThat(lines.list)
                .extracting(ILoggingEvent::toString)
                .containsExactly(
                        "[WARN] Configuration changed, needs a restart: listen.port",
                        "[WARN] Configuration changed, needs a restart: listen.port, text.address",
                        "[INFO] Permissions reloaded: inbound rules 0, outbound rules 2",
                        "[INFO] Permissions reloaded: inbound rules 3, outbound rules 2");
    }

    @Test
    void what_cannot_be_used_is_one_line_with_all_its_problems() {
        reload.rejected("listen.port: many (expected: x)\ntxt: unknown key (expected: y)");
        reload.recovered();
        assertThat(lines.list)
                .extracting(ILoggingEvent::toString)
                .containsExactly(
                        "[ERROR] Configuration rejected, the last good one stays: listen.port: many (expected: x);"
                                + " txt: unknown key (expected: y)",
                        "[INFO] Configuration is good again");
    }

    private static BusportConfig config(String json) {
        return BusportConfig.from(new JsonObject(json));
    }
}

package io.busport;

import io.busport.session.SessionEvents;
import io.busport.session.SessionInfo;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the log and, on {@value BusEvents#ADDRESS}, the bus what happens to sessions.
 *
 * <pre>
 *   {"event":"attached","session":"k3…","name":"river","connection":"a3f9-17","peer":"203.0.113.7:51112","resumed":true}
 *   {"event":"detached","session":"k3…","name":"river","peer":"…","cause":"silent: …","expires":"2026-01-01T12:15:00Z"}
 *   {"event":"rebound", "session":"k3…","name":"river","old":"203.0.113.7:51112","new":"203.0.113.8:40113"}
 *   {"event":"expired", "session":"k3…","name":"river","undelivered":14}      "ended" when its client said goodbye
 * </pre>
 */
final class SessionLog implements SessionEvents {
    private static final Logger log = LoggerFactory.getLogger(SessionLog.class);

    private final EventBus bus;

    SessionLog(EventBus bus) {
        this.bus = bus;
    }

    @Override
    public void attached(SessionInfo s, boolean resumed) {
        if (resumed) {
            log.info(
                    "{}Resumed for the {}. time over conn={} peer={}; {} to be delivered; before: {}",
                    prefix(s),
                    s.resumed(),
                    s.connection(),
                    s.observed(),
                    s.queued(),
                    s.lastCause());
        } else {
            log.info("{}Opened over conn={} peer={} ({})", prefix(s), s.connection(), s.observed(), s.dialect());
        }
        publish(event("attached", s)
                .put("connection", s.connection())
                .put("peer", s.observed())
                .put("resumed", resumed));
    }

    @Override
    public void detached(SessionInfo s) {
        String expires = Instant.ofEpochMilli(s.expiresAt()).toString();
        log.info("{}Detached: {}; kept until {} with {} messages", prefix(s), s.lastCause(), expires, s.queued());
        publish(event("detached", s)
                .put("peer", s.observed())
                .put("cause", s.lastCause())
                .put("expires", expires));
    }

    @Override
    public void rebound(SessionInfo s, String before) {
        log.info("{}Rebound: {} was {}", prefix(s), s.observed(), before);
        publish(event("rebound", s).put("old", before).put("new", s.observed()));
    }

    @Override
    public void ended(SessionInfo s, boolean expired) {
        if (s.queued() > 0) {
            log.warn("{}{} with {} messages undelivered", prefix(s), expired ? "Expired" : "Ended", s.queued());
        } else {
            log.info("{}{}", prefix(s), expired ? "Expired" : "Ended");
        }
        publish(event(expired ? "expired" : "ended", s).put("undelivered", s.queued()));
    }

    @Override
    public void refused(SessionInfo s, String peer, String code, String sentence) {
        log.warn("{}Refused {}: {} ({})", prefix(s), peer, code, sentence);
        publish(event("refused", s).put("peer", peer).put("code", code));
    }

    @Override
    public void lost(SessionInfo s, long messages) {
        log.warn("{}Slow consumer: {} messages not kept so far, and its client will be told", prefix(s), s.lost());
    }

    private static String prefix(SessionInfo s) {
        return "session=" + s.id() + (s.name() == null ? " " : " name=" + s.name() + " ");
    }

    private static JsonObject event(String what, SessionInfo s) {
        return new JsonObject().put("event", what).put("session", s.id()).put("name", s.name());
    }

    private void publish(JsonObject event) {
        bus.publish(BusEvents.ADDRESS, event);
    }
}

package io.busport.ops;

import io.busport.session.SessionInfo;
import io.vertx.core.json.JsonObject;
import java.time.Instant;

/** A session as {@code /sessions} shows it. */
final class SessionJson {
    private SessionJson() {}

    /** @param guarantee what holds for it now, in a few words */
    static JsonObject of(SessionInfo s, String guarantee) {
        return new JsonObject()
                .put("id", s.id())
                .put("name", s.name())
                .put("principal", s.principal().isEmpty() ? null : s.principal())
                .put("state", s.connection() == null ? "detached" : "attached")
                .put("connection", s.connection())
                .put("observed", s.observed())
                .put("dialect", s.dialect())
                .put("epoch", s.epoch())
                .put("since", Instant.ofEpochMilli(s.since()).toString())
                .put(
                        "expires",
                        s.expiresAt() == 0
                                ? null
                                : Instant.ofEpochMilli(s.expiresAt()).toString())
                .put("registrations", s.registrations())
                .put("queued", s.queued())
                .put("queuedBytes", s.queuedBytes())
                .put("oldestMs", s.oldestMillis())
                .put("received", s.received())
                .put("sent", s.sent())
                .put("inProgress", s.inProgress())
                .put("resumed", s.resumed())
                .put("rebound", s.rebound())
                .put("lost", s.lost())
                .put("guarantee", guarantee)
                .put("lastCause", s.lastCause());
    }
}

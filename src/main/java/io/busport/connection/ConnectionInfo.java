package io.busport.connection;

import io.busport.security.tls.TlsInfo;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one connection at one moment.
 *
 * @param dialect null until it is known
 * @param observed the client as the gateway sees it, {@code ip:port}; as a trusted proxy does when there is one
 * @param via that proxy's own address, null without one
 * @param tls what the handshake agreed on, null without TLS
 * @param principal who it has proven to be; empty when it has not
 * @param session the id of the session that it carries, null: none
 * @param idleMillis since the last byte in either direction
 * @param rttMillis the kernel's smoothed round-trip time, null where the transport does not tell
 * @param queuedBytes waiting to leave
 * @param pending messages without an answer
 * @param closed when it ended, null while it has not
 * @param closeReason why, null while it is open; {@code detail} says more
 */
public record ConnectionInfo(
        String id,
        String state,
        @Nullable String dialect,
        String observed,
        @Nullable String via,
        @Nullable TlsInfo tls,
        String principal,
        @Nullable String session,
        Instant since,
        long idleMillis,
        @Nullable Double rttMillis,
        long bytesIn,
        long bytesOut,
        long messagesIn,
        long messagesOut,
        int queuedBytes,
        int pending,
        @Nullable Instant closed,
        @Nullable String closeReason,
        @Nullable String detail) {

    public JsonObject toJson() {
        return new JsonObject()
                .put("id", id)
                .put("state", state)
                .put("dialect", dialect)
                .put("observed", observed)
                .put("via", via)
                .put("tls", tls == null ? null : json(tls))
                .put("principal", principal.isEmpty() ? null : principal)
                .put("session", session)
                .put("since", since.toString())
                .put("idleMs", idleMillis)
                .put("rttMs", rttMillis)
                .put("bytesIn", bytesIn)
                .put("bytesOut", bytesOut)
                .put("messagesIn", messagesIn)
                .put("messagesOut", messagesOut)
                .put("queuedBytes", queuedBytes)
                .put("pending", pending)
                .put("closed", closed == null ? null : closed.toString())
                .put("closeReason", closeReason)
                .put("detail", detail);
    }

    private static JsonObject json(TlsInfo tls) {
        return new JsonObject()
                .put("protocol", tls.protocol())
                .put("cipher", tls.cipher())
                .put("serverName", tls.serverName())
                .put("subject", tls.subject());
    }
}

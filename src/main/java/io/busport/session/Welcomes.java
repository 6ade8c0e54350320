package io.busport.session;

import io.busport.wire.SessionFrames;
import io.busport.wire.SessionFrames.Heartbeat;
import io.busport.wire.SessionFrames.Hello;
import io.busport.wire.SessionFrames.Observed;
import io.busport.wire.SessionFrames.Outcome;
import io.busport.wire.SessionFrames.Refused;
import io.busport.wire.SessionFrames.Welcome;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers to a hello. */
record Welcomes(SessionSettings settings, SessionIdentity identity, Attachment link, long expiry, Gateways gateways) {
    /** @param instead why the session that was asked for is not there; null when none was */
    Welcome fresh(Hello hello, byte[] secret, @Nullable Refused instead) {
        return welcome(hello, "new", 0, 0, HexFormat.of().formatHex(secret), null, false, List.of(), instead);
    }

    Welcome back(
            Hello hello, byte[] nonce, boolean partial, Inbox inbox, Outbox outbox, long floor, boolean elsewhere) {
        return welcome(
                hello,
                partial ? "partial" : "resumed",
                inbox.done(),
                outbox.unacknowledged(),
                null,
                HexFormat.of().formatHex(nonce),
                elsewhere,
                inbox.between(floor),
                null);
    }

    private Welcome welcome(
            Hello hello,
            String state,
            long received,
            long replay,
            @Nullable String secret,
            @Nullable String nonce,
            boolean elsewhere,
            List<Outcome> outcomes,
            @Nullable Refused instead) {
        long interval = intervalOf(hello, settings);
        return new Welcome(
                SessionFrames.VERSION,
                identity.id(),
                identity.name(),
                identity.epoch(),
                state,
                received,
                replay,
                secret,
                nonce,
                expiry,
                new Heartbeat(interval, SessionSettings.silence(interval)),
                settings.limits(),
                settings.window(),
                observed(link.origin().peer(), elsewhere),
                settings.gateway(),
                gateways.alternatives(),
                gateways.guarantee(),
                outcomes,
                instead);
    }

    static long intervalOf(Hello hello, SessionSettings settings) {
        return hello.heartbeatMillis() <= 0
                ? settings.heartbeat()
                : Math.min(hello.heartbeatMillis(), settings.maxHeartbeat());
    }

    private static Observed observed(String peer, boolean elsewhere) {
        int colon = peer.lastIndexOf(':');
        String ip = colon < 0 ? peer : peer.substring(0, colon);
        String port = colon < 0 ? "" : peer.substring(colon + 1);
        return new Observed(
                ip.startsWith("[") ? ip.substring(1, ip.length() - 1) : ip,
                port.matches("\\d{1,5}") ? Integer.parseInt(port) : 0,
                elsewhere);
    }
}

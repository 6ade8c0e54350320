package io.busport.connection;

import io.busport.security.tls.TlsInfo;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log of one connection: every line starts with the same identity, so that searching for it tells the whole story. */
final class ConnectionLog {
    private static final Logger log = LoggerFactory.getLogger(ConnectionLog.class);
    /** A log is read by people; what they do not need to recognise a message stays out. */
    private static final int SHOWN = 200;

    private final String prefix;
    private boolean saidUndelivered;

    /** @param via the proxy's own address; null without one */
    ConnectionLog(String id, String observed, @Nullable String via) {
        this.prefix = "conn=" + id + " peer=" + observed + (via == null ? " " : " via=" + via + " ");
    }

    void connected(String observed) {
        log.info("{}Connected by: {}", prefix, observed);
    }

    void secured(TlsInfo tls) {
        log.info(
                "{}Secured: {} {}{}",
                prefix,
                tls.protocol(),
                tls.cipher(),
                tls.subject() == null ? "" : " " + printable(tls.subject()));
    }

    void loggedIn(String principal) {
        log.info("{}Logged in: {}", prefix, printable(principal));
    }

    void received(Object body) {
        if (log.isInfoEnabled()) {
            log.info("{}Received data: {}", prefix, printable(body.toString()));
        }
    }

    /** Once for a connection: what cannot be written once cannot be written a thousand times either. */
    void undelivered(String address, String why) {
        if (!saidUndelivered) {
            saidUndelivered = true;
            log.warn("{}Not delivered from {}: {}; more of this is not logged", prefix, address, why);
        }
    }

    void disconnected(CloseReason why, String detail) {
        log.info("{}Disconnected: {}{}", prefix, why.label(), detail.isEmpty() ? "" : " (" + printable(detail) + ")");
    }

    void fault(@Nullable Throwable cause) {
        log.error("{}Fault in the gateway", prefix, cause);
    }

    /** A client's text as one harmless line: a control character could forge a line of the log, or move a terminal's cursor. */
    static String printable(String text) {
        int end = Math.min(text.length(), SHOWN);
        if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--; // half a character is none
        }
        StringBuilder out = new StringBuilder(end + 16);
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        if (text.length() > end) {
            out.append("… (").append(text.length()).append(" characters)");
        }
        return out.toString();
    }
}

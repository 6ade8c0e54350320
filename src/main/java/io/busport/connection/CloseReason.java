package io.busport.connection;

import io.busport.security.tls.TlsFailure;
import io.busport.wire.FailCode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Why a connection ended. Every connection has exactly one, shown under the same {@link #label()} in log, status and events; where the
 * client can still read, it is told in words.
 */
public enum CloseReason {
    /** The client ended it, and everything it asked was answered. */
    CLIENT_CLOSED(Manner.AFTER_THE_LAST_WORD),
    /** The client, or something on the path that does not know the connection any more, reset it. */
    CLIENT_RESET(Manner.AT_ONCE),
    /** The kernel gave up: no acknowledgement came within TCP_USER_TIMEOUT or the keepalive probes. */
    UNREACHABLE(Manner.AT_ONCE),
    /** Not one byte came within listen.firstByteTimeout. */
    NEVER_SPOKE(Manner.AFTER_THE_LAST_WORD),
    /** Beyond limits.maxConnections, limits.maxConnectionsPerAddress or limits.acceptRate. */
    TOO_MANY_CONNECTIONS(Manner.AT_ONCE),
    /** A PROXY protocol header that is wrong or not to be believed, or none where there has to be one. */
    PROXY_REFUSED(Manner.AFTER_THE_LAST_WORD),
    /** The handshake of TLS came to nothing, or what came inside cannot be read. */
    TLS_FAILED(Manner.AFTER_THE_LAST_WORD),
    /** Something else than TLS, where tls.mode is required. */
    TLS_REQUIRED(Manner.AFTER_THE_LAST_WORD),
    /** A protocol that is not spoken here. */
    STRANGER(Manner.AFTER_THE_LAST_WORD),
    /** Several messages in a row were no UTF-8: not a text client. */
    NOT_TEXT(Manner.AFTER_THE_LAST_WORD),
    /** A message beyond text.maxLine. */
    LINE_TOO_LONG(Manner.AFTER_THE_LAST_WORD),
    /** A frame beyond limits.maxFrame. */
    FRAME_TOO_LARGE(Manner.AFTER_THE_LAST_WORD),
    /** Bytes after which it is unknown where the next frame starts. */
    MALFORMED(Manner.AFTER_THE_LAST_WORD),
    /** A frame or line whose end did not come within limits.frameTimeout, or that gave way to others within limits.frameMemory. */
    UNFINISHED(Manner.AFTER_THE_LAST_WORD),
    /** Nothing was said for text.idleTimeout. */
    IDLE(Manner.AFTER_THE_LAST_WORD),
    /** A client in a session said nothing for longer than it had promised: its connection is dead, and nobody is listening. */
    SILENT(Manner.AT_ONCE),
    /** A newer connection has the session. */
    MOVED(Manner.AFTER_THE_LAST_WORD),
    /** The client broke a rule of the session protocol, or could not prove that a session is its own. */
    SESSION_REFUSED(Manner.AFTER_THE_LAST_WORD),
    /** There is no room for another session now. */
    TRY_LATER(Manner.AFTER_THE_LAST_WORD),
    /** The gateway is cut off from most of the others, and takes no responsibility: another one has the session, or will. */
    NO_MAJORITY(Manner.AFTER_THE_LAST_WORD),
    /** Something else came than a login, or nothing within auth.loginTimeout. */
    LOGIN_REQUIRED(Manner.AFTER_THE_LAST_WORD),
    /** What the client proves itself with is not believed. */
    LOGIN_FAILED(Manner.AFTER_THE_LAST_WORD),
    /** The token's time is over, and the client has not said another. */
    LOGIN_EXPIRED(Manner.AFTER_THE_LAST_WORD),
    /** The token is not believed any more: the file of tokens or keys has changed. */
    LOGIN_REVOKED(Manner.AFTER_THE_LAST_WORD),
    /** The client has said goodbye. */
    BYE(Manner.AFTER_THE_LAST_WORD),
    /** More than limits.maxOutbound waited for a client that reads too slowly. */
    SLOW_CONSUMER(Manner.WITHOUT_THE_QUEUE),
    /** Bytes waited and none left for listen.writeTimeout. */
    WRITE_STALLED(Manner.AT_ONCE),
    /** An operator ended it. */
    ADMIN(Manner.AFTER_THE_LAST_WORD),
    /** The gateway is leaving. */
    DRAIN(Manner.AFTER_THE_LAST_WORD),
    /** A fault of the gateway's own; the log has it. */
    INTERNAL_ERROR(Manner.WITHOUT_THE_QUEUE);

    /** How the socket is closed. */
    enum Manner {
        /** Everything queued is written, then the last word, then FIN; then the peer's own end is awaited. */
        AFTER_THE_LAST_WORD,
        /** As above, but what is queued is dropped: only the last word is still worth its memory. */
        WITHOUT_THE_QUEUE,
        /** A reset: nobody is listening. */
        AT_ONCE
    }

    private final Manner manner;

    CloseReason(Manner manner) {
        this.manner = manner;
    }

    Manner manner() {
        return manner;
    }

    /** The reason as log, status and events name it: {@code slow-consumer}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The last word to a client that can read words. */
    String lastWord(String detail) {
        return "closing: " + detail + " [" + label() + "]";
    }

    /** What a client is told whose login is the reason; null for other reasons. */
    @Nullable
    FailCode loginCode() {
        return switch (this) {
            case LOGIN_REQUIRED -> FailCode.LOGIN_REQUIRED;
            case LOGIN_FAILED -> FailCode.LOGIN_FAILED;
            case LOGIN_EXPIRED -> FailCode.LOGIN_EXPIRED;
            case LOGIN_REVOKED -> FailCode.LOGIN_REVOKED;
            default -> null;
        };
    }

    /** What an error of the socket means. */
    static CloseReason ofFailure(Throwable failure) {
        if (TlsFailure.is(failure)) {
            return TLS_FAILED;
        }
        String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        return message.contains("timed out") || message.contains("unreachable") || message.contains("no route")
                ? UNREACHABLE
                : CLIENT_RESET;
    }
}

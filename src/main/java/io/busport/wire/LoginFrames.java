package io.busport.wire;

/**
 * How a client says who it is where no {@link SessionFrames.Hello} does, and how it renews that later.
 *
 * <pre>
 *   client                     gateway
 *     Auth(token) ───────────────►
 *       ◄──────────────── Authenticated(principal, until)      or an Err, and the connection ends
 * </pre>
 */
public final class LoginFrames {
    /** A login that lasts as long as the connection. */
    public static final long NEVER = -1;

    private LoginFrames() {}

    /** Client to gateway: before anything else, or later in place of the token before. */
    public record Auth(Token token) implements Frame {
        @Override
        public Kind kind() {
            return Kind.AUTH;
        }
    }

    /**
     * Gateway to client: it is believed.
     *
     * @param principal who the client is; empty where nobody has to log in
     * @param expiresMillis Unix time at which it has to have said another token; {@link #NEVER}
     */
    public record Authenticated(String principal, long expiresMillis) implements Frame {
        @Override
        public Kind kind() {
            return Kind.AUTHENTICATED;
        }
    }
}

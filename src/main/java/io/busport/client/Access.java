package io.busport.client;

import io.busport.security.tls.ClientTls;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How a gateway lets a client in.
 *
 * @param tls null to connect without
 * @param token what the client proves itself with, asked for each connection; null: nothing
 */
public record Access(@Nullable ClientTls tls, Supplier<@Nullable String> token) {
    /** Without TLS and without a token. */
    public static final Access OPEN = new Access(null, () -> null);

    /** Whether there is one now. */
    public boolean hasToken() {
        return token.get() != null;
    }
}

package io.busport.doctor;

import io.busport.security.tls.ClientTls;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How a gateway lets us in.
 *
 * @param tls null to connect without
 * @param token what we prove ourselves with, asked for each connection; null: nothing
 */
public record Access(@Nullable ClientTls tls, Supplier<@Nullable String> token) {
    /** Without TLS and without a token. */
    public static final Access OPEN = new Access(null, () -> null);

    boolean hasToken() {
        return token.get() != null;
    }
}

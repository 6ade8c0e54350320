/**
 * Who clients are: what they prove it with, what is believed, for how long, and what each may take. Knows no socket, no session and no frame;
 * the gateway's event loops ask it.
 *
 * <pre>
 *   token ──► {@link io.busport.security.Authentication} ──► {@link io.busport.security.Verdict}: an {@link io.busport.security.Identity}, or why not
 *                 │ tokens: {@link io.busport.security.TokenTable}        hashes in a file
 *                 │ jwt:    {@link io.busport.security.JwtAuthenticator}  signatures, keys in a file
 *                 └ mtls:   the subject of the connection's certificate
 * </pre>
 *
 * <p>No secret is logged, and none is in a {@code toString}.
 */
@NullMarked
@CheckReturnValue
package io.busport.security;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

/**
 * TLS at both ends of a connection: certificates from files that may change, the handshake, and one line for each way in which it fails.
 *
 * <pre>
 *   files ─Watch─► LiveTls ─ ServerTls ──► Handshake, put before a connection's other handlers when its first byte says TLS
 *   options ─────► ClientTls ────────────► the NetClient of whoever dials
 * </pre>
 *
 * <p>Start at {@link io.busport.security.tls.Handshake}.
 */
@NullMarked
@CheckReturnValue
package io.busport.security.tls;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

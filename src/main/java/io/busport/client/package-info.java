/**
 * The client's end: a process behind a NAT, its local event bus, and one connection to a gateway.
 *
 * <p>Start at {@link io.busport.client.ClientVerticle}. Programs talk to the local bus only, at the addresses of
 * {@link io.busport.client.ClientAddresses}; the connection comes and goes behind it.
 */
@NullMarked
@CheckReturnValue
package io.busport.client;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

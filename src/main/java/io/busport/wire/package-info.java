/**
 * Bytes and frames: what is said on a connection, whatever carries it.
 *
 * <p>Start at {@link io.busport.wire.Sniffer}, which tells from the first bytes who is speaking, then {@link io.busport.wire.Frame}, the
 * vocabulary. Each dialect has a package of its own below this one. No socket and no event bus is known here: bytes go in, frames come
 * out, and the other way round.
 */
@NullMarked
@CheckReturnValue
package io.busport.wire;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

/**
 * What is known of the path between a client and the gateway: who the client looks like from here, and what keeps the way open.
 *
 * <p>{@link io.busport.nat.ObservedAddress}, {@link io.busport.nat.Tcp}.
 */
@NullMarked
@CheckReturnValue
package io.busport.nat;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

/**
 * The event bus side: what a session asks becomes a request, what is published becomes a frame.
 *
 * <p>Start at {@link io.busport.routing.BusLoop}, one for each event loop; it makes a {@link io.busport.routing.BusRouter} for each client,
 * behind a {@link io.busport.routing.GuardedRouter} where the client names the addresses. {@link io.busport.routing.Subscriptions} keeps
 * one bus consumer for each address and loop, however many clients hear it. {@link io.busport.routing.Permissions} is what clients may do, and
 * {@link io.busport.routing.LoopPermissions} how a loop asks for it.
 */
@NullMarked
@CheckReturnValue
package io.busport.routing;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

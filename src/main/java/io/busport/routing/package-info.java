/**
 * The event bus side: what a session asks becomes a request, what is published becomes a frame.
 *
 * <p>Start at {@link io.busport.routing.BusLoop}, one for each event loop; it makes a {@link io.busport.routing.BusRouter} for each client,
 * behind a {@link io.busport.routing.GuardedRouter} where the client names the addresses. {@link io.busport.routing.Subscriptions} keeps
 * one bus consumer for each address and loop, however many clients hear it. {@link io.busport.routing.Permissions} is what clients may do, and
 * {@link io.busport.routing.LoopPermissions} how a loop asks for it.
 *
 * <p>The bus does not tell whether a message has arrived. The rest of the package finds out, in one process or with other gateways, which
 * are {@link io.busport.routing.Neighbours} here:
 *
 * <pre>
 *   BusRouter ──► event bus             a message of a session, with its id
 *       ├──► Fence ──► Neighbours       a question behind it: all loops and gateways have passed; or a gateway was lost: Uncertain
 *       ├──► Custody                    who has taken it, or nobody could; where senders are to wait
 *       ├──► Redo ──► Neighbours        what is uncertain is said again, in its order, before anything new
 *       └──► Asking                     a request that is asked again after a loss; the first answer counts
 *
 *   Relay ──► each BusLoop              what another gateway has to say to all loops of this one
 * </pre>
 */
@NullMarked
@CheckReturnValue
package io.busport.routing;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

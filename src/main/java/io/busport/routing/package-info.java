/**
 * The event bus side: what a session asks becomes a request, what is published becomes a frame.
 *
 * <p>Start at {@link io.busport.routing.BusRouter}, one for each event loop. {@link io.busport.routing.Subscriptions} keeps one bus consumer
 * for each address and loop, however many clients hear it.
 */
@NullMarked
@CheckReturnValue
package io.busport.routing;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

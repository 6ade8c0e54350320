/**
 * A client of the text dialect: lines to a gateway and lines back, exchanged with the local event bus.
 *
 * <p>Start at {@link io.busport.client.text.TextClientVerticle}. Programs talk to the local bus only, at the addresses of
 * {@link io.busport.client.text.TextClientAddresses}; the connection comes and goes behind it. Nothing is numbered here: what had no
 * answer when a connection was lost is sent again or given up. For more, {@link io.busport.client.BusportClient}.
 */
@NullMarked
@CheckReturnValue
package io.busport.client.text;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

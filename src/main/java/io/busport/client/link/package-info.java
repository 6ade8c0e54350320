/**
 * The parts of a link, which {@link io.busport.client.ClientVerticle} puts together: a local event bus on one side, a session with a gateway
 * on the other.
 *
 * <pre>
 *   local bus ──► Exports ──► BusportClient ──► gateway        Answers take the same way back, in both directions
 *   local bus ◄── Imports ◄── BusportClient ◄── gateway
 * </pre>
 *
 * <p>Everything here belongs to the verticle's event loop.
 */
@NullMarked
@CheckReturnValue
package io.busport.client.link;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

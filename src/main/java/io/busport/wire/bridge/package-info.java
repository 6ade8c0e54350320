/**
 * The bridge dialect: the frames of the official Vert.x TCP event bus bridge, so that its clients work unmodified.
 *
 * <p>Start at {@link io.busport.wire.bridge.BridgeDecoder}, then {@link io.busport.wire.bridge.BridgeEncoder}. {@code docs/bridge.md} is
 * the same for people who write clients.
 */
@NullMarked
@CheckReturnValue
package io.busport.wire.bridge;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

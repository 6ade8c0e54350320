/**
 * The binary dialect: the frames of {@link io.busport.wire.Frame} in few bytes, with their lengths in front and their bodies untouched.
 *
 * <p>Start at {@link io.busport.wire.binary.BinaryDecoder}, which finds where frames begin and end, then
 * {@link io.busport.wire.binary.FrameReader}, which reads one. {@link io.busport.wire.binary.BinaryEncoder} is the way back.
 * {@code docs/protocol.md} is the same for people who write clients, byte by byte.
 */
@NullMarked
@CheckReturnValue
package io.busport.wire.binary;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

/**
 * For whoever runs a gateway: whether it is well, who is connected, and how it leaves. Reads the others and is known by none of them.
 *
 * <p>Start at {@link io.busport.ops.AdminVerticle}, then {@link io.busport.ops.Drain}.
 */
@NullMarked
@CheckReturnValue
package io.busport.ops;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

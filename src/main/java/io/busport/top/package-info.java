/**
 * What a gateway does at the moment, as its admin port tells it: two looks at it, and the difference.
 *
 * <p>Start at {@link io.busport.top.Screen}.
 */
@NullMarked
@CheckReturnValue
package io.busport.top;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

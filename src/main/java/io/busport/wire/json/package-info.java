/**
 * What the dialects bridge and json-lines share: the same JSON objects, framed differently.
 *
 * <p>Start at {@link io.busport.wire.json.FrameReader} and {@link io.busport.wire.json.JsonEncoder}.
 */
@NullMarked
@CheckReturnValue
package io.busport.wire.json;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

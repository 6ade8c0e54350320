/**
 * The json-lines dialect: the JSON objects of the bridge dialect, one on a line, so that a person can type them into {@code nc}.
 *
 * <p>Start at {@link io.busport.wire.jsonlines.JsonLinesDecoder}, then {@link io.busport.wire.jsonlines.JsonLinesEncoder}.
 * {@code docs/bridge.md} is the same for people who write clients.
 */
@NullMarked
@CheckReturnValue
package io.busport.wire.jsonlines;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

/**
 * The text dialect: UTF-8 lines, for {@code nc}, {@code telnet} and ten lines of Python.
 *
 * <p>Start at {@link io.busport.wire.text.TextDecoder}, then {@link io.busport.wire.text.TextEncoder}. {@code docs/text.md} is the same for
 * people who write clients.
 */
@NullMarked
@CheckReturnValue
package io.busport.wire.text;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

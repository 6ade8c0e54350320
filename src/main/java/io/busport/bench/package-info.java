/**
 * A load generator: many connections that ask for an echo, as fast as it comes or at a fixed rate, and check every answer.
 *
 * <p>Start at {@link io.busport.bench.LoadGenerator}, then {@link io.busport.bench.LoadConnection}. A {@link io.busport.bench.Framing} is
 * what differs between the dialects. It is cheap enough to keep a server of one core busy from another core: requests are encoded once
 * and patched, answers are compared and not parsed.
 */
@NullMarked
@CheckReturnValue
package io.busport.bench;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

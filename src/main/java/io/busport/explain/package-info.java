/**
 * What every stable word of Busport means to whoever reads it in an error, a log or the status: the codes of failures, the reasons for
 * which a gateway closes connections, and the causes for which a client makes another.
 *
 * <p>Start at {@link io.busport.explain.Catalogue}. {@code docs/codes.md} is {@link io.busport.explain.CodesPage}, and a test compares
 * them.
 */
@NullMarked
@CheckReturnValue
package io.busport.explain;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

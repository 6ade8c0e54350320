/**
 * Who is being talked to, whatever connection carries it: what was asked and not yet answered.
 *
 * <p>Start at {@link io.busport.session.Session}. It knows no socket and no event bus: it writes frames to a
 * {@link io.busport.session.Link} and hands messages to a {@link io.busport.session.Router}; connection and routing meet only here.
 */
@NullMarked
@CheckReturnValue
package io.busport.session;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

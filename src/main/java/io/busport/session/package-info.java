/**
 * Who is being talked to, whatever connection carries it: what was asked and not yet answered, what is heard, who waits for an answer.
 *
 * <p>Start at {@link io.busport.session.LiveSession}, then {@link io.busport.session.TextSession} for the dialect without frames. They
 * know no socket and no event bus: they write frames to a {@link io.busport.session.Link} and hand messages to a
 * {@link io.busport.session.Router}; connection and routing meet only here.
 */
@NullMarked
@CheckReturnValue
package io.busport.session;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

/**
 * Who is being talked to, whatever connection carries it: what was asked and not yet answered, what is heard, who waits for an answer.
 *
 * <p>Start at {@link io.busport.session.LiveSession}, then {@link io.busport.session.TextSession} for the dialect without frames. They
 * know no socket and no event bus: they write frames to a {@link io.busport.session.Link} and hand messages to a
 * {@link io.busport.session.Router}; connection and routing meet only here.
 *
 * <p>A {@link io.busport.session.Session} outlives its connection. Of other gateways it knows two things, which cluster implements: who
 * keeps it in a second place, and where it may be when it is not here.
 *
 * <pre>
 *   Session ──► Safety ──► Keeper       what has changed is kept elsewhere; what waits for that goes on: socket, acknowledgement
 *      │           ▲          │
 *      │           └─ Ward ◄──┘         the session as its keeper sees it: id, term, snapshot
 *      ├──► Passage                     how it came to this gateway, and whether it is about to leave
 *      └──► Seen                        messages of other sessions that it has: after a loss they are said again
 *
 *   SessionDesk ──► Gateways            hello with a session that is not here: it is brought, or nobody has it
 *   SessionMoves ──► SessionDesk        leave, install, tail, arrived: what cluster does with sessions
 *   SessionLoop ──► Gate                nothing new is said to sessions that change their gateways, nor by them; after a loss, by nobody
 * </pre>
 *
 * <p>A gateway that is alone has {@link io.busport.session.Keeper#NOBODY} and {@link io.busport.session.Gateways#NONE}: then nobody waits,
 * and {@link io.busport.session.Safety} runs everything at once.
 */
@NullMarked
@CheckReturnValue
package io.busport.session;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

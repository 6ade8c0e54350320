/**
 * Sessions that outlive their gateway: who has which, what of them is kept in a second place, and how they come from one gateway to another.
 *
 * <pre>
 *   Fleet ──► Directory     who has a session, and in which term
 *         ──► Copies        what it owes its client, kept elsewhere before anybody relies on it
 *         ──► Crossing      where messages arrive that this gateway puts on the bus
 *         ──► Service       what it does for others that ask it
 *         ──► Search        a client is here, and its session is not
 *         ──► Relocation    a client comes back to another gateway: its session follows
 *         ──► Adoption      a gateway is lost: the others take over what it had, each what its clients wait for
 *         ──► Course        whether messages arrive now, and who has asked to wait for sessions that move
 *         ──► Rehearsal     all of that once, before the first client
 * </pre>
 *
 * <p>Start at {@link io.busport.cluster.sessions.Fleet}. What is decided here is decided on one event loop; sessions are touched
 * through {@link io.busport.session.SessionMoves} only.
 */
@NullMarked
@CheckReturnValue
package io.busport.cluster.sessions;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

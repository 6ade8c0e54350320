/**
 * The proof that nothing is lost: publishers number what they say, subscribers check what they hear, while the path between them is
 * broken on purpose.
 *
 * <pre>
 *   publisher-1 ─┐                                    ┌─► subscriber-1
 *   publisher-2 ─┼─► NAT with faults ─► gateway ──────┼─► subscriber-2
 *                └────────────── tally ◄──────────────┘
 * </pre>
 *
 * <p>Start at {@link io.busport.prove.Proof}; {@link io.busport.prove.Tally} knows what was promised and what has come, and
 * {@link io.busport.prove.Verdict} says whether that is the same. A {@link io.busport.prove.Peer} is what differs between clients with a
 * session and without one: the judge is the same for both.
 */
@NullMarked
@CheckReturnValue
package io.busport.prove;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

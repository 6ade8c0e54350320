/**
 * Sessions in a world without sockets, threads and time: loops, wires and the clock move when a random number says so, and everything that
 * happens follows from a seed.
 *
 * <p>Start at {@link io.busport.session.sim.World}.
 */
@NullMarked
package io.busport.session.sim;

import org.jspecify.annotations.NullMarked;

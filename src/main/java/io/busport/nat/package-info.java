/**
 * What is known of the path between a client and the gateway: who the client looks like from here, and what keeps the way open.
 *
 * <p>Start at {@link io.busport.nat.Tcp}, which both ends of a connection use; {@link io.busport.nat.EndOfInput} lets one direction
 * end before the other ({@link io.busport.nat.EpollSet} keeps Netty from losing the rest), {@link io.busport.nat.ProxyHeader} tells whom a load balancer connected. {@link io.busport.nat.NatVerticle} plays
 * a NAT on this machine, with every {@link io.busport.nat.Fault} of one.
 */
@NullMarked
@CheckReturnValue
package io.busport.nat;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

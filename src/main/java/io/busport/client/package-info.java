/**
 * The client's end: a process behind a NAT, and a session with a gateway that outlives its connections.
 *
 * <p>Start at {@link io.busport.client.BusportClient}. {@link io.busport.client.ClientSession} is what is kept and knows no socket;
 * {@link io.busport.client.Connector} makes connections for it and gives them up. {@link io.busport.client.ClientVerticle} joins a local event
 * bus to the cluster's with it. Needs nothing but vertx-core at run time.
 *
 * <pre>
 *   program ─► BusportClient ─► ClientSession ◄── Connector ── Reconnect, Liveness, AddressWatch
 *                                   │  Line            │
 *                                   └──────► SessionLine ──► socket
 * </pre>
 */
@NullMarked
@CheckReturnValue
package io.busport.client;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

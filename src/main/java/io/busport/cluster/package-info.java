/**
 * Several gateways as one: who belongs to them, what all of them know, and what is kept by more than one.
 *
 * <p>Start at {@link io.busport.cluster.Engine}, which is Infinispan in this process: membership, and the tables of
 * {@link io.busport.cluster.Tables}. {@link io.busport.cluster.Membership} says who is there, {@link io.busport.cluster.Standing} whether
 * that is enough. {@link io.busport.cluster.GatewayClusterManager} puts the event bus on the same engine.
 * {@link io.busport.cluster.Canary} shows that it works.
 */
@NullMarked
@CheckReturnValue
package io.busport.cluster;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

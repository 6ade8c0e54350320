/**
 * What a gateway can be measured by. {@link io.busport.ops.metrics.Metric} is the catalogue: there is no other place with a name in it.
 *
 * <pre>
 *   for each message    TrafficCounts ──┐
 *   for each session    SessionCounts ──┤
 *   for each heartbeat  RoundTrips ─────┼──► Metrics ──► Reading ──► text
 *   when asked          connections, sessions, cluster, the JVM
 * </pre>
 *
 * <p>What happens often is counted in plain adders that are looked up nowhere; everything else is asked for when somebody asks. So nothing is
 * paid for a number that nobody reads. Start at {@link io.busport.ops.metrics.Metrics}.
 */
@NullMarked
@CheckReturnValue
package io.busport.ops.metrics;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

/** Several gateways as one: the rules alone, and real processes. Start at {@link io.busport.cluster.StandingTest}. */
@NullMarked
package io.busport.cluster;

import org.jspecify.annotations.NullMarked;

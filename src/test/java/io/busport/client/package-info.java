/** The client's end against a gateway that the test plays itself. Start at {@link io.busport.client.ClientVerticleTest}. */
@NullMarked
package io.busport.client;

import org.jspecify.annotations.NullMarked;

/** The client against gateways that the tests play themselves. Start at {@link io.busport.client.ClientSessionPropertyTest}. */
@NullMarked
package io.busport.client;

import org.jspecify.annotations.NullMarked;

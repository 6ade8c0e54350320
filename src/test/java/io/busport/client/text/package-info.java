/** The text client against a gateway that the test plays itself. Start at {@link io.busport.client.text.TextClientVerticleTest}. */
@NullMarked
package io.busport.client.text;

import org.jspecify.annotations.NullMarked;

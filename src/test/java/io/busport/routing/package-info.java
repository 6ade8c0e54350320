/** The event bus side, on a real event bus. */
@NullMarked
package io.busport.routing;

import org.jspecify.annotations.NullMarked;

/** The load generator against servers that answer right and wrong. */
@NullMarked
package io.busport.bench;

import org.jspecify.annotations.NullMarked;

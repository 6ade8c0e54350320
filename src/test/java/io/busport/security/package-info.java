/** Who clients are: what is believed, through the real gateway and beside it. */
@NullMarked
package io.busport.security;

import org.jspecify.annotations.NullMarked;

/** Who is on a connection, told byte by byte. */
@NullMarked
package io.busport.wire;

import org.jspecify.annotations.NullMarked;

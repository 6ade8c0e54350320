/** The small parts of a connection that need no socket. */
@NullMarked
package io.busport.connection;

import org.jspecify.annotations.NullMarked;

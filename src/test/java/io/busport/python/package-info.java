/** The client in {@code clients/python}, held to its own tests by this machine's Python. */
@NullMarked
package io.busport.python;

import org.jspecify.annotations.NullMarked;

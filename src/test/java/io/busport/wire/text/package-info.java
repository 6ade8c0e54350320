/** The text dialect, with its bytes cut at every place a network may cut them. */
@NullMarked
package io.busport.wire.text;

import org.jspecify.annotations.NullMarked;

/** The json-lines dialect, with its bytes cut at every place a network may cut them. */
@NullMarked
package io.busport.wire.jsonlines;

import org.jspecify.annotations.NullMarked;

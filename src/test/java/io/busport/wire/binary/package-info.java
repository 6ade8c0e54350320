/** The binary dialect: what {@code docs/protocol.md} says, held to the byte, and its bytes cut at every place a network may cut them. */
@NullMarked
package io.busport.wire.binary;

import org.jspecify.annotations.NullMarked;

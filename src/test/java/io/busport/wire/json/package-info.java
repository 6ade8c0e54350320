/** What bridge and json-lines share, compared with what Vert.x makes of the same JSON. */
@NullMarked
package io.busport.wire.json;

import org.jspecify.annotations.NullMarked;

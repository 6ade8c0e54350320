/** The bridge dialect, compared byte for byte with the official bridge. */
@NullMarked
package io.busport.wire.bridge;

import org.jspecify.annotations.NullMarked;

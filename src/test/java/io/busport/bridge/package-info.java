/**
 * The bridge dialect beside the official bridge: where they must not differ, byte for byte, and where they must. Both run in this
 * process, each on an event bus of its own, with the same permissions and the same services behind them.
 */
@NullMarked
package io.busport.bridge;

import org.jspecify.annotations.NullMarked;

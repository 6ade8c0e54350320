package io.busport.wire.json;

import io.busport.wire.Frame;
import io.busport.wire.WireException;

/** The JSON objects of one side of a connection to frames. */
@FunctionalInterface
public interface ObjectReader {
    /**
     * Reads the object in these bytes.
     *
     * @throws WireException not fatal
     */
    Frame read(byte[] bytes, int from, int length) throws WireException;
}

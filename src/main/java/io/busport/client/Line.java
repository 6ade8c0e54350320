package io.busport.client;

import io.busport.wire.Frame;

/** The connection of the moment, as a session sees it. */
interface Line {
    /** Writes a frame; it leaves at the end of this turn of the event loop. */
    void write(Frame frame);

    /** Whether no more data should be written for now. Acknowledgements and pings may be, all the same. */
    boolean isFull();
}

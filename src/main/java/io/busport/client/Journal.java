package io.busport.client;

import io.busport.session.Outbox.Kept;
import io.busport.wire.Frame;
import java.util.List;

/** Where numbered frames are written before they are sent, so that they outlive the process. */
interface Journal {
    /** Takes nothing, and everything is written at once. */
    Journal NONE = new Journal() {
        @Override
        public void append(long n, Frame frame) {}

        @Override
        public void trim(long acked) {}

        @Override
        public void restart(String session, List<Kept> kept) {}

        @Override
        public long written() {
            return Long.MAX_VALUE;
        }
    };

    void append(long n, Frame frame);

    /** What is acknowledged needs to be kept no longer. */
    void trim(long acked);

    /** Another session: these frames, and none of those before. */
    void restart(String session, List<Kept> kept);

    /** The highest number that is written. */
    long written();
}

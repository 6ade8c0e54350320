package io.busport.session;

import io.busport.wire.Frame;
import java.util.ArrayList;
import java.util.List;

/** A link that remembers what was written to it. */
final class FakeLink implements Link {
    final List<Frame> written = new ArrayList<>();
    int bytesOfEachAnswer = 1;
    int timesAnswered;

    @Override
    public int write(Frame frame) {
        written.add(frame);
        return bytesOfEachAnswer;
    }

    @Override
    public void answered() {
        timesAnswered++;
    }
}

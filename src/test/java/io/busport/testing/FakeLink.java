package io.busport.testing;

import io.busport.session.Link;
import io.busport.wire.Frame;
import java.util.ArrayList;
import java.util.List;

/** A link that remembers what was written to it. */
public class FakeLink implements Link {
    public final List<Frame> written = new ArrayList<>();
    public final List<Frame.Message> delivered = new ArrayList<>();
    public int bytesOfEachAnswer = 1;
    public int timesAnswered;
    public boolean canWrite = true;
    /** What happens to the connection while it delivers: a slow consumer is closed. */
    public Runnable onDeliver = () -> {};

    @Override
    public int write(Frame frame) {
        written.add(frame);
        return bytesOfEachAnswer;
    }

    @Override
    public boolean deliver(Frame.Message message) {
        onDeliver.run();
        if (canWrite) {
            delivered.add(message);
        }
        return canWrite;
    }

    @Override
    public void answered() {
        timesAnswered++;
    }
}

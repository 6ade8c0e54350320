package io.busport.cluster.sessions;

import io.busport.session.Outbox;
import io.busport.session.SessionSnapshot;
import io.busport.session.Ward;
import io.busport.wire.Frame;
import io.busport.wire.SessionFrames.Window;
import java.util.ArrayList;
import java.util.List;

/** A session that has an outbox and nothing else. */
final class OutboxWard implements Ward {
    final Outbox outbox = new Outbox(new Window(100_000, Integer.MAX_VALUE));
    final List<SessionSnapshot> safe = new ArrayList<>();
    private final String id;

    OutboxWard(String id) {
        this.id = id;
        outbox.safe(0);
    }

    /** A message comes to it. */
    void owe(int size) {
        long n = outbox.lastNumber() + 1;
        long unused = outbox.append(Frame.Message.of("news", "m" + n), size, true, n);
    }

    /** Its client has everything up to a number. */
    void acknowledge(long n) {
        outbox.safe(n);
        while (outbox.next() != null) {
            // It is on its way.
        }
        if (!outbox.acknowledge(n)) {
            throw new AssertionError(n + " (expected: at most " + outbox.transmitted() + ")");
        }
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public long term() {
        return 3;
    }

    @Override
    public SessionSnapshot snapshot(long after) {
        return Samples.owing(outbox.acked(), outbox.lastNumber(), outbox.kept(after));
    }

    @Override
    public void safe(SessionSnapshot snapshot) {
        safe.add(snapshot);
    }
}

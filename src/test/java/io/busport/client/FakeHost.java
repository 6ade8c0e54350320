package io.busport.client;

import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;

/** The outside of a session, with a clock that the test moves. */
final class FakeHost implements SessionHost {
    final List<SessionEvent> events = new ArrayList<>();
    final List<String> fatal = new ArrayList<>();
    final List<Throwable> reported = new ArrayList<>();
    long now = 1_000;

    @Override
    public void soon() {}

    @Override
    public <T> Promise<T> promise() {
        return Promise.promise();
    }

    @Override
    public void event(SessionEvent event) {
        events.add(event);
    }

    @Override
    public void fatal(FailCode code, String message) {
        fatal.add(code.word() + ": " + message);
    }

    @Override
    public void report(Throwable e) {
        reported.add(e);
    }

    @Override
    public int size(Frame frame) {
        return 100;
    }

    @Override
    public long now() {
        return now;
    }

    @Override
    public long wall() {
        return 1_700_000_000_000L + now;
    }

    List<SessionEvent.Kind> kinds() {
        return events.stream().map(SessionEvent::kind).toList();
    }
}

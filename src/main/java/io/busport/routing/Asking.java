package io.busport.routing;

import io.busport.session.Router.Answer;
import io.busport.session.Router.Asker;
import io.busport.wire.Frame;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One request of a session, asked again when the gateway may be lost that had it. The first answer counts, or the last failure. */
final class Asking implements Answer {
    /** What a session that serves an address fails with when it has moved to another gateway. */
    private static final int MOVED = -2;

    private final Redo redo;
    private final Consumer<Answer> ask;
    private final Answer answer;
    private int open;
    private boolean answered;

    Asking(Redo redo, Consumer<Answer> ask, Answer answer) {
        this.redo = redo;
        this.ask = ask;
        this.answer = answer;
    }

    void begin() {
        redo.begun(this);
        again();
    }

    void again() {
        open++;
        ask.accept(this);
    }

    @Override
    public void take(Frame frame, @Nullable Asker asker) {
        open--;
        if (frame instanceof Frame.Err err
                && err.failure() != null
                && err.failure().code() == MOVED
                && !answered) {
            again(); // whoever serves the address is at another gateway now
            return;
        }
        if (answered || (frame instanceof Frame.Err && open > 0)) {
            if (asker != null) {
                asker.fail(-1, "the question has been answered by another gateway");
            }
            return;
        }
        answered = true;
        redo.ended(this);
        answer.take(frame, asker);
    }
}

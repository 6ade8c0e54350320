package io.busport.session;

import io.busport.wire.Frame;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Answers in the order of their questions, for dialects that have no other way to tell which answer belongs to which.
 *
 * <pre>
 *   asked:     a   b   c          c is answered first and waits;
 *   answered:  .   .   C          a is answered and leaves;
 *   written:   A                  b is answered, and b and c leave together.
 * </pre>
 */
final class AnswerQueue {
    /** One question; filled once with its answer. */
    static final class Slot {
        private final int size;
        private @Nullable Frame answer;

        private Slot(int size) {
            this.size = size;
        }
    }

    private final ArrayDeque<Slot> slots = new ArrayDeque<>();
    private int bytes;

    Slot ask(int size) {
        Slot slot = new Slot(size);
        slots.add(slot);
        bytes += size;
        return slot;
    }

    /** Fills a slot and gives every answer whose turn has come to {@code out}. */
    void answer(Slot slot, Frame answer, Consumer<Frame> out) {
        slot.answer = answer;
        Slot head;
        while ((head = slots.peek()) != null && head.answer != null) {
            slots.remove();
            bytes -= head.size;
            out.accept(head.answer);
        }
    }

    /** Questions without an answer on the wire. */
    int size() {
        return slots.size();
    }

    /** Bytes of those questions. */
    int bytes() {
        return bytes;
    }
}

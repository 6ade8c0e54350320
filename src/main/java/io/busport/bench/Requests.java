package io.busport.bench;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The requests of one event loop, encoded once: one for each slot, with its id in place. Only the number in the body is written anew. */
final class Requests {
    private static final String FILLER = "The quick brown fox jumps over the lazy dog. ";

    private final byte[] frames; // one after the other, all of the same length
    private final byte[] body;
    private final int length;
    private final int numberAt;
    private int sequence;

    Requests(Framing framing, Load load) {
        body = filled(load.size());
        byte[] first = framing.request(load.address(), Numbers.id(0), body);
        length = first.length;
        numberAt = indexOf(first, body);
        frames = new byte[length * load.outstanding()];
        for (int slot = 0; slot < load.outstanding(); slot++) {
            byte[] frame = framing.request(load.address(), Numbers.id(slot), body);
            System.arraycopy(frame, 0, frames, slot * length, length);
        }
    }

    private static byte[] filled(int size) {
        byte[] body = new byte[size];
        byte[] filler = FILLER.getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < size; i++) {
            body[i] = filler[i % filler.length];
        }
        Numbers.putSequence(-1, body, 0); // no other text looks like it
        return body;
    }

    private static int indexOf(byte[] whole, byte[] part) {
        for (int i = whole.length - part.length; i >= 0; i--) {
            if (Arrays.equals(whole, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
        throw new IllegalArgumentException("a body of " + part.length + " bytes is not in its own frame");
    }

    /** Appends the next request of a slot and returns its number. */
    int append(int slot, Buffer out) {
        int number = sequence++;
        int from = slot * length;
        Numbers.putSequence(number, frames, from + numberAt);
        out.appendBytes(frames, from, length);
        return number;
    }

    /** The body that went out with a number. */
    byte[] body(int number) {
        byte[] copy = body.clone();
        Numbers.putSequence(number, copy, 0);
        return copy;
    }

    int length() {
        return length;
    }
}

package io.busport.cluster.sessions;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a {@link PackedWriter} has written. Throws {@link IllegalArgumentException} when there is less, or it can be nothing of that. */
final class PackedReader {
    private final Buffer in;
    private int at;

    PackedReader(byte[] bytes) {
        this.in = Buffer.buffer(bytes);
    }

    long number() {
        return in.getLong(pass(Long.BYTES));
    }

    int small() {
        return in.getInt(pass(Integer.BYTES));
    }

    boolean flag() {
        return in.getByte(pass(1)) != 0;
    }

    byte @Nullable [] bytes() {
        int length = small();
        if (length == -1) {
            return null;
        }
        int from = pass(length);
        return in.getBytes(from, at);
    }

    byte[] someBytes() {
        byte[] bytes = bytes();
        return bytes == null ? new byte[0] : bytes;
    }

    @Nullable
    String text() {
        byte[] bytes = bytes();
        return bytes == null ? null : new String(bytes, UTF_8);
    }

    String someText() {
        return new String(someBytes(), UTF_8);
    }

    <T> List<T> list(Supplier<T> each) {
        int size = small();
        requireLeft(size); // each takes a byte at least
        List<T> all = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            all.add(each.get());
        }
        return all;
    }

    /** Nothing follows. */
    void end() {
        if (at != in.length()) {
            throw new IllegalArgumentException(
                    (in.length() - at) + " bytes behind the last field, at " + at + " (expected: none)");
        }
    }

    /** @return where these bytes begin */
    private int pass(int length) {
        requireLeft(length);
        at += length;
        return at - length;
    }

    private void requireLeft(int length) {
        if (length < 0 || length > in.length() - at) {
            throw new IllegalArgumentException("a field of length " + length + " at " + at + " of " + in.length()
                    + " bytes (expected: 0 to " + (in.length() - at) + ", what is left)");
        }
    }
}

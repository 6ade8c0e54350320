package io.busport.cluster.sessions;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a {@link PackedWriter} has written. Throws {@link IndexOutOfBoundsException} when there is less. */
final class PackedReader {
    private final Buffer in;
    private int at;

    PackedReader(byte[] bytes) {
        this.in = Buffer.buffer(bytes);
    }

    long number() {
        at += Long.BYTES;
        return in.getLong(at - Long.BYTES);
    }

    int small() {
        at += Integer.BYTES;
        return in.getInt(at - Integer.BYTES);
    }

    boolean flag() {
        return in.getByte(at++) != 0;
    }

    byte @Nullable [] bytes() {
        int length = small();
        if (length < 0) {
            return null;
        }
        at += length;
        return in.getBytes(at - length, at);
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
        List<T> all = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            all.add(each.get());
        }
        return all;
    }
}

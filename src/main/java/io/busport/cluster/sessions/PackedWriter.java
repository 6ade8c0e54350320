package io.busport.cluster.sessions;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.vertx.core.buffer.Buffer;
import java.util.Collection;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Fields to bytes, one after the other; {@link PackedReader} reads them in the same order. A null text has the length -1. */
final class PackedWriter {
    private final Buffer out = Buffer.buffer(256);

    @CanIgnoreReturnValue
    PackedWriter number(long n) {
        out.appendLong(n);
        return this;
    }

    @CanIgnoreReturnValue
    PackedWriter small(int n) {
        out.appendInt(n);
        return this;
    }

    @CanIgnoreReturnValue
    PackedWriter flag(boolean set) {
        out.appendByte((byte) (set ? 1 : 0));
        return this;
    }

    @CanIgnoreReturnValue
    PackedWriter text(@Nullable String text) {
        return bytes(text == null ? null : text.getBytes(UTF_8));
    }

    @CanIgnoreReturnValue
    PackedWriter bytes(byte @Nullable [] bytes) {
        if (bytes == null) {
            return small(-1);
        }
        small(bytes.length);
        out.appendBytes(bytes);
        return this;
    }

    @CanIgnoreReturnValue
    PackedWriter bytes(Buffer bytes) {
        small(bytes.length());
        out.appendBuffer(bytes);
        return this;
    }

    @CanIgnoreReturnValue
    <T> PackedWriter list(Collection<T> all, Consumer<T> each) {
        small(all.size());
        all.forEach(each);
        return this;
    }

    byte[] toBytes() {
        return out.getBytes();
    }
}

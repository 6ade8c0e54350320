package io.busport.session;

import io.busport.wire.Frame;
import io.busport.wire.Headers;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a frame that is kept is counted as: about the bytes of its texts and its body, and the objects around them. */
public final class Weight {
    /** An entry, a frame and its fields: measured about 150 bytes on a 64-bit JVM, rounded down since bodies are often shared. */
    private static final int AROUND = 96;

    private static final int SCALAR = 16;

    private Weight() {}

    /** Bytes. */
    public static int of(Frame frame) {
        long sum = AROUND;
        if (frame instanceof Frame.Message m) {
            sum += m.address().length() + of(m.headers()) + of(m.body());
        } else if (frame instanceof Frame.Send s) {
            sum += s.address().length() + of(s.headers()) + of(s.body());
        } else if (frame instanceof Frame.Publish p) {
            sum += p.address().length() + of(p.headers()) + of(p.body());
        } else if (frame instanceof Frame.Err e) {
            sum += e.message().length();
        }
        return (int) Math.min(Integer.MAX_VALUE, sum);
    }

    private static long of(Headers headers) {
        long sum = 0;
        for (int i = 0; i < headers.size(); i++) {
            sum += headers.name(i).length() + headers.value(i).length() + SCALAR;
        }
        return sum;
    }

    private static long of(@Nullable Object body) {
        if (body instanceof String s) {
            return s.length();
        }
        if (body instanceof Buffer b) {
            return b.length();
        }
        if (body instanceof JsonObject o) {
            return of(o.getMap());
        }
        if (body instanceof JsonArray a) {
            return of(a.getList());
        }
        long sum = SCALAR;
        if (body instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> e : map.entrySet()) {
                sum += SCALAR + String.valueOf(e.getKey()).length() + of(e.getValue());
            }
        } else if (body instanceof Collection<?> c) {
            for (Object item : c) {
                sum += of(item);
            }
        }
        return sum;
    }
}

package io.busport.session;

import io.busport.wire.Frame;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is done with messages from some addresses when a client does not keep up.
 *
 * @param addresses what the whole of an address must match
 * @param key for {@link Policy#LATEST}: the field of the body, or the header, whose value names what a message is the latest of; null: the
 *     address
 */
public record Overflow(
        Pattern addresses, Policy policy, @Nullable String key) {
    /** Nobody is held up by a client that has gone to sleep, and the client learns what it missed. */
    static final Overflow DEFAULT = new Overflow(Pattern.compile(".*"), Policy.DROP_OLDEST, null);

    /** What gives way. */
    public enum Policy {
        /** Senders in a session wait for the client; what comes from those who cannot wait is treated as {@link #DROP_OLDEST}. */
        CONFIRM,
        /** The oldest messages go, and a gap says so. */
        DROP_OLDEST,
        /** Of messages with the same key only the newest is kept, always. */
        LATEST,
        /** The connection is closed; the session stays, and what comes meanwhile is treated as {@link #DROP_OLDEST}. */
        CLOSE;

        /** As configuration and the frame {@code slow} name it. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    boolean covers(String address) {
        return addresses.matcher(address).matches();
    }

    /** What the message is the latest of. */
    String keyOf(Frame.Message message) {
        return message.address() + '\0' + (key == null ? "" : String.valueOf(value(message, key)));
    }

    private static @Nullable Object value(Frame.Message message, String key) {
        Object body = message.body();
        Object value = body instanceof JsonObject o ? o.getValue(key) : body instanceof Map<?, ?> m ? m.get(key) : null;
        for (int i = 0; value == null && i < message.headers().size(); i++) {
            value = key.equals(message.headers().name(i)) ? message.headers().value(i) : null;
        }
        return value;
    }
}

package io.busport.wire.binary;

import io.busport.wire.Frame;
import io.busport.wire.WireException;
import io.busport.wire.WireLimits;
import org.jspecify.annotations.Nullable;

/** Finds in a frame that cannot be read who waits for its answer: whatever else is wrong, that much may be readable. */
final class Addressee {
    private Addressee() {}

    /**
     * What is wrong, told to them.
     *
     * @param in at the beginning of the frame
     */
    static Frame.Err of(Cursor in, WireLimits limits, Frame.Err err) {
        String asked = null;
        try {
            int kind = in.octet("kind") & Layout.KIND;
            int flags = in.octet("flags");
            SessionFields.pass(in, flags & Layout.flags(kind));
            if (kind == Layout.ERR) {
                in.pass(Math.min(1, in.left())); // the fail code
            } else if (kind >= Layout.REGISTER && kind < Layout.ERR) {
                asked = text(in, limits);
            } else {
                return err;
            }
            return err.to((flags & Layout.REPLY) == 0 ? null : text(in, limits), asked);
        } catch (WireException cut) {
            return err.to(null, asked);
        }
    }

    private static @Nullable String text(Cursor in, WireLimits limits) throws WireException {
        int length = in.length("text");
        if (length == 0 || length > limits.maxAddress()) {
            in.pass(length);
            return null;
        }
        try {
            return in.text(length, "text");
        } catch (WireException notUtf8) {
            return null;
        }
    }
}

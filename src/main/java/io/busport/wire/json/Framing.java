package io.busport.wire.json;

/**
 * How one JSON object is told from the next.
 *
 * <pre>
 *   LINE                  {"type":"pong"}⏎
 *   LENGTH   00 00 00 0F  {"type":"pong"}
 * </pre>
 */
public enum Framing {
    /** A line feed behind it. */
    LINE {
        @Override
        void begin(JsonBytes out) {}

        @Override
        void end(JsonBytes out) {
            out.raw('\n');
        }
    },
    /** Its bytes in front of it, as four of them, big-endian. */
    LENGTH {
        @Override
        void begin(JsonBytes out) {
            out.raw(NO_LENGTH_YET);
        }

        @Override
        void end(JsonBytes out) {
            out.setInt(0, out.length() - NO_LENGTH_YET.length);
        }
    };

    private static final byte[] NO_LENGTH_YET = new byte[Integer.BYTES];

    /** Writes what comes before the object, into what was empty. */
    abstract void begin(JsonBytes out);

    /** Writes what comes after it, and what was not known before. */
    abstract void end(JsonBytes out);
}

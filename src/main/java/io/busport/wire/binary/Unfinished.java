package io.busport.wire.binary;

import io.vertx.core.buffer.Buffer;

/** The beginning of a frame whose end has not been read. Its room follows what has come, never the length that was announced. */
final class Unfinished {
    private final Buffer bytes;
    private final int length;

    /** @param length of the whole frame */
    Unfinished(Cursor in, int length) {
        this.length = length;
        this.bytes = Buffer.buffer(in.left());
    }

    /** Takes what the cursor has of the frame; true when that is the rest of it. */
    boolean take(Cursor in) {
        in.moveTo(bytes, Math.min(in.left(), length - bytes.length()));
        return bytes.length() == length;
    }

    int size() {
        return bytes.length();
    }

    /** The whole frame. Nothing is added to it any more, so its body may be a slice of it. */
    Cursor whole() {
        return new Cursor(bytes);
    }
}

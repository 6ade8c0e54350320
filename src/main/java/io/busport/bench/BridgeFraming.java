package io.busport.bench;

import java.nio.ByteBuffer;

/** Four bytes of length, most significant first, then that much JSON. */
final class BridgeFraming implements Framing {
    private static final int LENGTH = 4;

    @Override
    public byte[] login(String token) {
        return frame(JsonFrames.login(token));
    }

    @Override
    public void readLogin(byte[] data, int from, int to) {
        JsonFrames.readLogin(data, from + LENGTH, to);
    }

    @Override
    public byte[] request(String address, byte[] id, byte[] body) {
        return frame(JsonFrames.request(address, id, body));
    }

    private static byte[] frame(byte[] json) {
        return ByteBuffer.allocate(LENGTH + json.length)
                .putInt(json.length)
                .put(json)
                .array();
    }

    @Override
    public int end(byte[] data, int from, int to) {
        if (to - from < LENGTH) {
            return INCOMPLETE;
        }
        int length = (data[from] & 0xFF) << 24
                | (data[from + 1] & 0xFF) << 16
                | (data[from + 2] & 0xFF) << 8
                | (data[from + 3] & 0xFF);
        if (length < 0 || length > MAX_FRAME) {
            throw new IllegalArgumentException("a frame of " + length + " bytes (expected: at most " + MAX_FRAME + ")");
        }
        return length <= to - from - LENGTH ? from + LENGTH + length : INCOMPLETE;
    }

    @Override
    public Answer read(byte[] data, int from, int to) {
        return JsonFrames.read(data, from + LENGTH, to);
    }
}

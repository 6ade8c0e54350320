package io.busport.bench;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Lines. A body is a line, and so is its echo; a failure begins with {@code "! "}. */
final class TextFraming implements Framing {
    @Override
    public boolean namesRequests() {
        return false;
    }

    @Override
    public byte[] login(String token) {
        return ("AUTH " + token + "\n").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void readLogin(byte[] data, int from, int to) {
        String line = new String(data, from, to - 1 - from, StandardCharsets.UTF_8);
        if (!line.startsWith("OK ")) {
            throw new IllegalArgumentException(line);
        }
    }

    @Override
    public byte[] request(String address, byte[] id, byte[] body) {
        byte[] line = Arrays.copyOf(body, body.length + 1);
        line[body.length] = '\n';
        return line;
    }

    @Override
    public int end(byte[] data, int from, int to) {
        return endOfLine(data, from, to);
    }

    static int endOfLine(byte[] data, int from, int to) {
        for (int i = from; i < to; i++) {
            if (data[i] == '\n') {
                return i + 1;
            }
        }
        return INCOMPLETE;
    }

    @Override
    public Answer read(byte[] data, int from, int to) {
        int end = to - 1;
        if (end - from >= 2 && data[from] == '!' && data[from + 1] == ' ') {
            return Answer.failed(null, new String(data, from + 2, end - from - 2, StandardCharsets.UTF_8));
        }
        return Answer.of(null, new String(data, from, end - from, StandardCharsets.UTF_8));
    }
}

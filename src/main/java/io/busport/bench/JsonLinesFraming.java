package io.busport.bench;

import java.util.Arrays;

/** One JSON object, one line. */
final class JsonLinesFraming implements Framing {
    @Override
    public byte[] request(String address, byte[] id, byte[] body) {
        byte[] json = JsonFrames.request(address, id, body);
        byte[] line = Arrays.copyOf(json, json.length + 1);
        line[json.length] = '\n';
        return line;
    }

    @Override
    public int end(byte[] data, int from, int to) {
        return TextFraming.endOfLine(data, from, to);
    }

    @Override
    public Answer read(byte[] data, int from, int to) {
        return JsonFrames.read(data, from, to);
    }
}

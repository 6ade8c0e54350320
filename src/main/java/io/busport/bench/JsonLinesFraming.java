package io.busport.bench;

import java.util.Arrays;

/** One JSON object, one line. */
final class JsonLinesFraming implements Framing {
    @Override
    public byte[] login(String token) {
        return line(JsonFrames.login(token));
    }

    @Override
    public void readLogin(byte[] data, int from, int to) {
        JsonFrames.readLogin(data, from, to);
    }

    @Override
    public byte[] request(String address, byte[] id, byte[] body) {
        return line(JsonFrames.request(address, id, body));
    }

    private static byte[] line(byte[] json) {
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

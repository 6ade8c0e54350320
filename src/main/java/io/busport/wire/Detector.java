package io.busport.wire;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/**
 * Looks at the first bytes of a connection and gives one of three answers. "Not yet" is an answer of its own because a network may
 * deliver any number of bytes first, one included.
 */
interface Detector {
    enum Answer {
        NOT_YET,
        NO,
        YES
    }

    /** @param head all bytes so far, at least one */
    Answer look(Buffer head);

    /** Says yes to connections that start with exactly these bytes. */
    static Detector prefix(int... bytes) {
        return head -> {
            int n = Math.min(head.length(), bytes.length);
            for (int i = 0; i < n; i++) {
                if ((head.getByte(i) & 0xFF) != bytes[i]) {
                    return Answer.NO;
                }
            }
            return n == bytes.length ? Answer.YES : Answer.NOT_YET;
        };
    }

    static Detector prefix(String ascii) {
        byte[] bytes = ascii.getBytes(StandardCharsets.US_ASCII);
        int[] values = new int[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            values[i] = bytes[i];
        }
        return prefix(values);
    }

    /** Says yes as soon as one does, no when all do. */
    static Detector any(Detector... detectors) {
        return head -> {
            Answer answer = Answer.NO;
            for (Detector d : detectors) {
                Answer a = d.look(head);
                if (a == Answer.YES) {
                    return a;
                }
                answer = a == Answer.NOT_YET ? a : answer;
            }
            return answer;
        };
    }
}

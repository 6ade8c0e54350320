package io.busport.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;

/**
 * A client of the binary dialect written from its description, without any of the gateway's own code.
 *
 * <pre>
 *   B5 01     11    36 01 08 6D 65 73 73 61 67 65 73 02 72 31 68 69
 *   preface   17    │  │  └────── "messages" ──────┘ └ "r1"  "hi"
 *                   │  └ flags: a reply address
 *                   └ body of bytes (3), SEND (6)
 * </pre>
 */
public final class BinarySocket implements AutoCloseable {
    private static final int SEND_BYTES = 0x36;
    private static final int MESSAGE_BYTES = 0x37;
    private static final int REPLY_ADDRESS = 0x01;

    private final TextSocket socket;
    private Buffer unread = Buffer.buffer();
    private boolean greeted;
    private int at;

    public BinarySocket(int port) {
        this(new TextSocket(port));
    }

    public BinarySocket(TextSocket socket) {
        this.socket = socket.send(new byte[] {(byte) 0xB5, 1});
    }

    public BinarySocket request(String address, String label, Buffer body) {
        Buffer frame = Buffer.buffer().appendByte((byte) SEND_BYTES).appendByte((byte) REPLY_ADDRESS);
        text(frame, address);
        text(frame, label);
        frame.appendBuffer(body);
        Buffer all = varint(Buffer.buffer(), frame.length()).appendBuffer(frame);
        socket.send(all.getBytes());
        return this;
    }

    private static void text(Buffer out, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        varint(out, bytes.length).appendBytes(bytes);
    }

    private static Buffer varint(Buffer out, int value) {
        int rest = value;
        for (; rest > 0x7F; rest >>>= 7) {
            out.appendByte((byte) (rest | 0x80));
        }
        return out.appendByte((byte) rest);
    }

    /** The bytes of the next frame, which must be a message with that address and without anything else. */
    public Buffer readMessage(String address) {
        if (!greeted) {
            assertThat(octet()).isEqualTo(0xB5);
            assertThat(octet()).isEqualTo(1);
            greeted = true;
        }
        int length = varint();
        need(length);
        int end = at + length;
        assertThat(octet()).as("kind and body").isEqualTo(MESSAGE_BYTES);
        assertThat(octet()).as("flags").isZero();
        int addressEnd = varint() + at;
        assertThat(unread.getString(at, addressEnd)).isEqualTo(address);
        Buffer body = unread.getBuffer(addressEnd, end);
        unread = unread.getBuffer(end, unread.length());
        at = 0;
        return body;
    }

    private int varint() {
        int value = 0;
        for (int shift = 0; ; shift += 7) {
            int octet = octet();
            value |= (octet & 0x7F) << shift;
            if (octet < 0x80) {
                return value;
            }
        }
    }

    private int octet() {
        need(1);
        return unread.getUnsignedByte(at++);
    }

    private void need(int bytes) {
        while (unread.length() < at + bytes) {
            byte[] some = socket.readSome();
            assertThat(some)
                    .as("bytes of a frame, and not the end of the stream")
                    .isNotNull();
            if (some != null) {
                unread.appendBytes(some);
            }
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}

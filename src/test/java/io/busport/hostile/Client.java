package io.busport.hostile;

import io.vertx.core.json.JsonObject;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A client that knows what it says. Waits twenty seconds for whatever it expects, and no longer. */
final class Client implements AutoCloseable {
    private static final int LIMIT_MILLIS = 20_000;

    private final Speech speech;
    private final Socket socket = new Socket();
    private final DataInputStream in;
    private boolean greeted;

    Client(Speech speech, int port) throws IOException {
        this(speech, port, 0);
    }

    /** @param receiveBuffer what the kernel may hold for a client that does not read; 0 leaves it to the kernel */
    Client(Speech speech, int port, int receiveBuffer) throws IOException {
        this.speech = speech;
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(LIMIT_MILLIS);
        socket.connect(new InetSocketAddress("127.0.0.1", port), LIMIT_MILLIS);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 64 << 10));
        say(speech.preface());
    }

    Speech speech() {
        return speech;
    }

    /** As the gateway observes it. */
    String localAddress() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    Client say(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    Client say(JsonObject frame) throws IOException {
        return say(speech.object(frame));
    }

    /** The text of the next frame; only where frames are JSON. */
    String hearText() throws IOException {
        return Heard.nextText(speech, in);
    }

    /** All of the next frame; only where frames are JSON. */
    JsonObject hearObject() throws IOException {
        return new JsonObject(hearText());
    }

    /** The next frame of this type; others are skipped. */
    JsonObject hearObject(String type) throws IOException {
        JsonObject frame = hearObject();
        while (!type.equals(frame.getString("type"))) {
            frame = hearObject();
        }
        return frame;
    }

    Heard hear() throws IOException {
        if (!greeted) {
            greeted = true;
            for (byte expected : speech.preface()) {
                byte b = in.readByte();
                if (b != expected) {
                    throw new IOException(String.format("%02X (expected: %02X of the preface)", b, expected));
                }
            }
        }
        return Heard.next(speech, in);
    }

    /** Throws away what has come, without waiting for more. */
    void ignore() throws IOException {
        for (int n; (n = in.available()) > 0; ) {
            in.skipNBytes(n);
        }
    }

    /** Says no more, and still hears. */
    Client endOutput() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /** Waits for the gateway to close; the bytes until then do not matter. */
    void awaitEnd() throws IOException {
        in.skip(Long.MAX_VALUE);
    }

    /** Ends the connection without a FIN: what is on the way is lost. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

package io.busport.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A client with only a socket. Reads fail after ten seconds without a byte. */
public final class TextSocket implements AutoCloseable {
    private static final int LIMIT_MILLIS = 10_000;

    private final Socket socket;
    private final byte[] buffer = new byte[64 << 10];
    private int start;
    private int end;

    public TextSocket(int port) {
        this(port, 0);
    }

    /** @param receiveBuffer what the kernel may hold for a client that does not read; 0 leaves it to the kernel */
    public TextSocket(int port, int receiveBuffer) {
        this(new Socket());
        try {
            if (receiveBuffer > 0) {
                socket.setReceiveBufferSize(receiveBuffer);
            }
            socket.connect(new InetSocketAddress("127.0.0.1", port), LIMIT_MILLIS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Around a socket that is connected already, or will be. */
    public TextSocket(Socket socket) {
        this.socket = socket;
        try {
            socket.setSoTimeout(LIMIT_MILLIS);
            socket.setTcpNoDelay(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How long reads wait for a byte, if not ten seconds. */
    public TextSocket patience(Duration limit) {
        try {
            socket.setSoTimeout(Math.toIntExact(limit.toMillis()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** As the gateway observes it when no NAT is in between. */
    public String localAddress() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    public TextSocket send(String text) {
        return send(text.getBytes(StandardCharsets.UTF_8));
    }

    public TextSocket send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Sends a line and reads one. */
    public @Nullable String ask(String line) {
        return send(line + "\n").readLine();
    }

    /** The next line without its end, or null at the end of the stream. */
    public @Nullable String readLine() {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (start < end || fill()) {
            int lf = start;
            while (lf < end && buffer[lf] != '\n') {
                lf++;
            }
            line.write(buffer, start, lf - start);
            start = Math.min(end, lf + 1);
            if (lf < end) {
                return line.toString(StandardCharsets.UTF_8);
            }
        }
        return line.size() == 0 ? null : line.toString(StandardCharsets.UTF_8);
    }

    /** Some bytes, as many as have come, or null at the end of the stream. */
    public byte @Nullable [] readSome() {
        if (start == end && !fill()) {
            return null;
        }
        byte[] some = Arrays.copyOfRange(buffer, start, end);
        start = end;
        return some;
    }

    /** Everything up to the end of the stream. */
    public byte[] readAll() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] some; (some = readSome()) != null; ) {
            all.writeBytes(some);
        }
        return all.toByteArray();
    }

    /** Half-close: the client says nothing more, and still reads. */
    public TextSocket endOutput() {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Ends the connection without a goodbye, as a program that is killed: the peer sees a reset. */
    public void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean fill() {
        try {
            InputStream in = socket.getInputStream();
            start = 0;
            end = 0; // also when the read fails: what was read before is not to be read again
            end = Math.max(0, in.read(buffer));
            return end > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.busport.nat;

import io.busport.testing.TextSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Where a NAT leads to, with only sockets. */
final class FarEnd implements AutoCloseable {
    private final ServerSocket server;
    private final BlockingQueue<Socket> accepted = new LinkedBlockingQueue<>();

    FarEnd() {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread thread = new Thread(this::acceptAll, "far-end");
        thread.setDaemon(true);
        thread.start();
    }

    private void acceptAll() {
        try {
            while (true) {
                accepted.add(server.accept());
            }
        } catch (IOException e) {
            // closed
        }
    }

    int port() {
        return server.getLocalPort();
    }

    /** Connections that came and were not asked for yet. */
    int waiting() {
        return accepted.size();
    }

    /** The next connection. */
    TextSocket accept() {
        try {
            Socket socket = accepted.poll(10, TimeUnit.SECONDS);
            if (socket == null) {
                throw new AssertionError("no connection within 10 s");
            }
            return new TextSocket(socket);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

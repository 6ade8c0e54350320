package io.busport.client.text;

import io.busport.client.Endpoint;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A gateway whose every word the test says itself. */
final class FakeGateway implements AutoCloseable {
    private static final int DEADLINE_MILLIS = 10_000;

    private final ServerSocket server;

    FakeGateway() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        server.setSoTimeout(DEADLINE_MILLIS);
    }

    Endpoint endpoint() {
        return new Endpoint("127.0.0.1", server.getLocalPort());
    }

    /** The next connection of the client. */
    Peer accept() throws IOException {
        return new Peer(server.accept());
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    /** One connection, seen from the gateway. */
    static final class Peer implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader in;

        private Peer(Socket socket) throws IOException {
            this.socket = socket;
            socket.setSoTimeout(DEADLINE_MILLIS);
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        }

        /** The next line; "(end)" when the client has ended its output. */
        String read() throws IOException {
            String line = in.readLine();
            return line == null ? "(end)" : line;
        }

        void write(String lines) throws IOException {
            socket.getOutputStream().write(lines.getBytes(StandardCharsets.UTF_8));
        }

        /** Ends the connection with a reset, as a node does that has forgotten it. */
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        /** Ends the connection in order. */
        void hangUp() throws IOException {
            socket.close();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}

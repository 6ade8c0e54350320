package io.busport.natlab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * One end of plain TCP connections, without timeouts, heartbeats or retries, for a host of the lab: {@code listen PORT} or
 * {@code dial IP PORT}. What is typed goes to every connection. It says {@code listening}, {@code connected IP} for each connection,
 * {@code heard LINE}, and {@code ended: REASON}. Ends with its standard input.
 */
final class Peer {
    static final String LISTENING = "listening";
    static final String END_OF_STREAM = "ended: end of stream";
    static final String RESET = "ended: Connection reset";

    private static final List<Socket> CONNECTIONS = new CopyOnWriteArrayList<>();

    private Peer() {}

    public static void main(String[] args) throws IOException {
        if ("listen".equals(args[0])) {
            var server = new ServerSocket(Integer.parseInt(args[1]));
            System.out.println(LISTENING);
            start(() -> {
                while (true) {
                    connected(server.accept());
                }
            });
        } else {
            var socket = new Socket();
            socket.connect(new InetSocketAddress(args[1], Integer.parseInt(args[2])), 5_000);
            connected(socket);
        }
        var typed = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (var line = typed.readLine(); line != null; line = typed.readLine()) {
            for (var socket : CONNECTIONS) {
                say(socket, line);
            }
        }
    }

    static String connectedTo(String ip) {
        return "connected " + ip;
    }

    static String heard(String line) {
        return "heard " + line;
    }

    private static void connected(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        CONNECTIONS.add(socket);
        System.out.println(connectedTo(socket.getInetAddress().getHostAddress()));
        start(() -> hear(socket));
    }

    private static void hear(Socket socket) {
        try (var lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                System.out.println(heard(line));
            }
            System.out.println(END_OF_STREAM);
        } catch (IOException e) {
            System.out.println("ended: " + e.getMessage());
        }
        CONNECTIONS.remove(socket);
    }

    private static void say(Socket socket, String line) {
        try {
            socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // The reader of this connection says why it ended.
            CONNECTIONS.remove(socket);
        }
    }

    private static void start(Task task) {
        var thread = new Thread(() -> {
            try {
                task.run();
            } catch (IOException e) {
                System.out.println("failed: " + e);
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private interface Task {
        void run() throws IOException;
    }
}

package io.busport.natlab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Plain TCP clients, many in one process, for a host of the lab: each sends its own lines in one go and expects exactly those back,
 * in order. Then says so and holds its connections until its standard input ends, so that the gateways can be asked about them.
 */
final class TextClients {
    private static final int DEADLINE_MS = 10_000;

    /** {@code NAME ADDRESS PORT CONNECTIONS LINES} */
    public static void main(String[] args) throws Exception {
        var gateway = new InetSocketAddress(args[1], Integer.parseInt(args[2]));
        var connections = Integer.parseInt(args[3]);
        var lines = Integer.parseInt(args[4]);
        var sockets = new ArrayList<Socket>();
        var conversations = new ArrayList<Callable<Void>>();
        for (var i = 0; i < connections; i++) {
            var socket = new Socket();
            socket.connect(gateway, DEADLINE_MS);
            socket.setSoTimeout(DEADLINE_MS);
            sockets.add(socket);
            var name = args[0] + "-" + i;
            conversations.add(() -> converse(name, socket, lines));
        }
        var threads = Executors.newFixedThreadPool(connections, TextClients::daemon);
        for (var conversation : threads.invokeAll(conversations)) {
            conversation.get();
        }
        System.out.println(done(connections, lines));
        System.in.transferTo(OutputStream.nullOutputStream());
        for (var socket : sockets) {
            socket.close();
        }
    }

    static String done(int connections, int lines) {
        return "%d connections got their own %d lines back in order".formatted(connections, lines);
    }

    /** The first failure ends the process: the other conversations shall not hold it. */
    private static Thread daemon(Runnable task) {
        var thread = new Thread(task);
        thread.setDaemon(true);
        return thread;
    }

    private static Void converse(String name, Socket socket, int lines) throws IOException {
        var said =
                IntStream.range(0, lines).mapToObj(i -> name + "-" + i + "\n").collect(Collectors.joining());
        socket.getOutputStream().write(said.getBytes(StandardCharsets.UTF_8));
        var answers = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        for (var i = 0; i < lines; i++) {
            var answer = answers.readLine();
            if (!(name + "-" + i).equals(answer)) {
                throw new IOException("answer '%s': expected '%s-%d'".formatted(answer, name, i));
            }
        }
        return null;
    }
}

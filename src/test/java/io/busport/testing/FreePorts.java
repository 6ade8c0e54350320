package io.busport.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Ports of 127.0.0.1 for programs that cannot take just any. They are free when they are given; nothing keeps them so. */
public final class FreePorts {
    private FreePorts() {}

    /** @param distances from each port, to others that are free with it */
    public static List<Integer> withDistances(int count, int... distances) {
        List<Integer> found = new ArrayList<>();
        // Below those that the kernel gives to clients.
        int port = 20_000 + ThreadLocalRandom.current().nextInt(9_000);
        while (found.size() < count) {
            port++;
            boolean free = isFree(port);
            for (int distance : distances) {
                free = free && isFree(port + distance);
            }
            if (free) {
                found.add(port);
            }
        }
        return found;
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}

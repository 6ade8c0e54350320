package io.busport.security;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * A program that tries wrong tokens at a port of this machine, each over a connection of its own, as many a second as it is told and can. It
 * does not wait for answers; some hundred of its connections are open at a time.
 */
final class WrongTokens {
    private static final int THREADS = 8;
    private static final int OPEN = 50;

    private WrongTokens() {}

    /** Port, tokens a second, seconds; prints how many were said. */
    public static void main(String[] args) throws InterruptedException {
        int port = Integer.parseInt(args[0]);
        int rate = Integer.parseInt(args[1]);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Integer.parseInt(args[2]));
        LongAdder said = new LongAdder();
        Thread[] threads = new Thread[THREADS];
        for (int i = 0; i < THREADS; i++) {
            threads[i] = new Thread(() -> attack(port, rate, end, said));
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        System.out.println(said.sum());
    }

    private static void attack(int port, int rate, long end, LongAdder said) {
        ArrayDeque<Socket> open = new ArrayDeque<>();
        long pause = TimeUnit.SECONDS.toNanos(1) * THREADS / rate;
        for (long next = System.nanoTime(); next < end; next += pause) {
            LockSupport.parkNanos(next - System.nanoTime());
            try {
                if (open.size() == OPEN) {
                    open.remove().close();
                }
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                socket.setSoLinger(true, 0); // a reset: otherwise the ports of the machine are used up
                open.add(socket);
                socket.getOutputStream()
                        .write(("AUTH bp_" + Long.toHexString(next) + "\n").getBytes(StandardCharsets.US_ASCII));
                said.increment();
            } catch (IOException e) {
                next = Math.max(next, System.nanoTime() - pause); // refused: what is late is left out
            }
        }
        for (Socket socket : open) {
            try {
                socket.close();
            } catch (IOException e) {
                // it was closed by the other side
            }
        }
    }
}

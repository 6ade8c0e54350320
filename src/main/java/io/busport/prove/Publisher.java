package io.busport.prove;

import java.util.concurrent.TimeUnit;

/** Says numbers at a rate, and writes down what became of each. */
final class Publisher {
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    private final int id;
    private final Peer peer;
    private final String address;
    private final double rate;
    private final int size;
    private final Tally tally;
    private long said;

    /** @param rate messages per second */
    Publisher(int id, Peer peer, String address, double rate, int size, Tally tally) {
        this.id = id;
        this.peer = peer;
        this.address = address;
        this.rate = rate;
        this.size = size;
        this.tally = tally;
    }

    /** Says what is due after so much time, unless the client has no room: then later. */
    void keepUp(long elapsed) {
        long due = (long) (elapsed * rate / NANOS);
        while (said < due && !peer.isFull()) {
            said++;
            int number = tally.send(id);
            peer.publish(address, new Numbered(id, number, System.nanoTime()).toJson(size))
                    .onSuccess(v -> tally.promised(id, number))
                    .onFailure(e -> tally.failed(String.valueOf(e.getMessage())));
        }
    }

    Peer peer() {
        return peer;
    }

    String address() {
        return address;
    }
}

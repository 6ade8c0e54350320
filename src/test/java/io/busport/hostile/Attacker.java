package io.busport.hostile;

import io.busport.hostile.Mischief.Life;
import io.busport.hostile.Mischief.Step;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Iterator;

/** Lives one life on one connection. Belongs to the thread of its {@link Mob}. */
final class Attacker {
    private static final int RETRY_MILLIS = 20;

    private final SocketChannel channel = SocketChannel.open();
    private final SelectionKey key;
    private final Iterator<Step> steps;
    private final boolean deaf;
    private ByteBuffer unsent = ByteBuffer.allocate(0);
    private long wakeAt; // milliseconds of the mob's clock
    private long sent;
    private long received;
    private boolean connected;
    private boolean ended;

    Attacker(Life life, int port, Selector selector) throws IOException {
        steps = life.steps().iterator();
        deaf = life.deaf();
        channel.configureBlocking(false);
        if (deaf) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
        }
        key = channel.register(selector, SelectionKey.OP_CONNECT, this);
        if (channel.connect(new InetSocketAddress("127.0.0.1", port))) {
            connected();
        }
    }

    private void connected() {
        connected = true;
        key.interestOps(deaf ? 0 : SelectionKey.OP_READ);
    }

    boolean hasConnected() {
        return connected;
    }

    boolean hasEnded() {
        return ended;
    }

    long sent() {
        return sent;
    }

    long received() {
        return received;
    }

    /** The kernel has news of the connection. */
    void ready(ByteBuffer scratch) {
        try {
            if (key.isConnectable() && channel.finishConnect()) {
                connected();
            } else if (key.isReadable()) {
                int n = channel.read(scratch.clear());
                received += Math.max(0, n);
                if (n < 0) {
                    end();
                }
            }
        } catch (IOException e) {
            end(); // the gateway has had enough of it
        }
    }

    /** Does what is due. */
    void live(long now) {
        if (ended || !connected || now < wakeAt) {
            return;
        }
        try {
            while (!ended && now >= wakeAt) {
                sent += unsent.hasRemaining() ? channel.write(unsent) : 0;
                if (unsent.hasRemaining()) {
                    wakeAt = now + RETRY_MILLIS;
                } else if (steps.hasNext()) {
                    take(steps.next(), now);
                } else {
                    end();
                }
            }
        } catch (IOException e) {
            end();
        }
    }

    private void take(Step step, long now) throws IOException {
        switch (step.act()) {
            case SEND -> unsent = step.bytes();
            case WAIT -> wakeAt = now + step.millis();
            case END_OUTPUT -> channel.shutdownOutput();
            case CLOSE -> end();
            case RESET -> {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
                end();
            }
        }
    }

    /** Closes the connection, in whatever state it is. */
    void end() {
        ended = true;
        try {
            channel.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}

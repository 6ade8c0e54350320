package io.busport.bench;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The limit: a NetServer that reads every field of a request in the binary dialect and writes the answer, and nothing else. No event bus,
 * no session, no limits; what one read brings is answered in one write. Written by hand, so that it owes nothing to the codec it is
 * compared with.
 */
final class BareEcho extends VerticleBase {
    private static final byte[] PREFACE = {(byte) 0xB5, 0x01};
    private static final int REPLY_ADDRESS = 0x01;
    private static final int MESSAGE_OF_BYTES = 0x37;

    /** Held, because Vert.x closes a server that nobody holds. */
    private @Nullable NetServer server;

    @Override
    public Future<?> start() {
        server = vertx.createNetServer(
                        new NetServerOptions().setHost("127.0.0.1").setPort(0))
                .connectHandler(socket -> socket.handler(new Peer(socket)::read));
        return server.listen();
    }

    int port() {
        return server == null ? 0 : server.actualPort();
    }

    private static final class Peer {
        private final NetSocket socket;
        private byte[] rest = {};
        private boolean greeted;

        Peer(NetSocket socket) {
            this.socket = socket;
        }

        void read(Buffer data) {
            int length = data.length();
            byte[] in = Arrays.copyOf(rest, rest.length + length);
            data.getBytes(0, length, in, rest.length);
            Buffer out = Buffer.buffer(in.length);
            int at = 0;
            if (!greeted) {
                greeted = true;
                at = PREFACE.length;
                out.appendBytes(PREFACE);
            }
            for (int end; (end = answer(in, at, out)) > 0; ) {
                at = end;
            }
            rest = at == in.length ? new byte[0] : Arrays.copyOfRange(in, at, in.length);
            if (out.length() > 0) {
                socket.write(out);
            }
        }

        /** Answers the frame that begins at a position; returns where it ends, -1 when that has not come yet. */
        private int answer(byte[] in, int from, Buffer out) {
            int at = from;
            int length = 0;
            for (int shift = 0; ; shift += 7) {
                if (at == in.length) {
                    return -1;
                }
                length |= (in[at] & 0x7F) << shift;
                if (in[at++] >= 0) {
                    break;
                }
            }
            int end = at + length;
            if (end > in.length) {
                return -1;
            }
            int flags = in[at + 1];
            at += 2;
            String address = new String(in, at + 1, in[at], StandardCharsets.UTF_8);
            at += 1 + in[at];
            if (address.isEmpty() || flags != REPLY_ADDRESS) {
                throw new IllegalArgumentException("flags " + flags + " (expected: a request with a reply address)");
            }
            String label = new String(in, at + 1, in[at], StandardCharsets.UTF_8);
            at += 1 + in[at];
            encode(label, in, at, end, out);
            return end;
        }

        private static void encode(String label, byte[] in, int bodyFrom, int bodyTo, Buffer out) {
            byte[] id = label.getBytes(StandardCharsets.UTF_8);
            byte[] head = new byte[8 + id.length];
            int n = 0;
            int rest = 3 + id.length + bodyTo - bodyFrom;
            for (; rest > 0x7F; rest >>>= 7) {
                head[n++] = (byte) ((rest & 0x7F) | 0x80);
            }
            head[n++] = (byte) rest;
            head[n++] = MESSAGE_OF_BYTES;
            head[n++] = 0;
            head[n++] = (byte) id.length;
            System.arraycopy(id, 0, head, n, id.length);
            out.appendBytes(head, 0, n + id.length).appendBytes(in, bodyFrom, bodyTo - bodyFrom);
        }
    }
}

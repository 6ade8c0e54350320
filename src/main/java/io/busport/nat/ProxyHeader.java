package io.busport.nat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.ProtocolDetectionResult;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.handler.codec.haproxy.HAProxyProtocolVersion;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol.AddressFamily;
import io.netty.util.NetUtil;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.SocketAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What a load balancer says before the client's first byte: whom it connected. To be believed only when the peer is known to be one.
 *
 * <pre>
 *   version 1, a line:   PROXY TCP4 203.0.113.7 192.0.2.1 51112 8000\r\n                    at most 107 bytes
 *
 *   version 2, binary:   0D 0A 0D 0A 00 0D 0A 51 55 49 54 0A │ version, command │ family │ length (2) │ addresses, and more
 * </pre>
 */
public final class ProxyHeader {
    /** With the line end; the longest that the specification can produce. */
    static final int MAX_V1 = 107;
    /** The fixed part, and as much again as every TCP segment can carry (the smallest MSS of IPv4): addresses and some remarks. */
    static final int MAX_V2 = 16 + 536;

    /**
     * What the first bytes of a connection are.
     *
     * @param observed the client as the proxy sees it, {@code ip:port}; null when the proxy speaks for itself (a health check) or does not
     *     know
     * @param length bytes of the header; what follows is the client's. 0 unless there is a whole header
     * @param problem why they are no header, null unless they cannot become one
     */
    public record Result(
            @Nullable String observed, int length, @Nullable String problem) {
        /** More bytes are needed. */
        public static final Result NEED_MORE = new Result(null, 0, null);

        public boolean isFound() {
            return length > 0;
        }

        private static Result bad(String problem) {
            return new Result(null, 0, problem);
        }
    }

    private ProxyHeader() {}

    /**
     * Looks for a header of either version. Keeps nothing: may be asked again with more bytes.
     *
     * @param head all bytes of the connection so far
     */
    public static Result parse(Buffer head) {
        ByteBuf bytes = Unpooled.wrappedBuffer(head.getBytes(0, Math.min(head.length(), MAX_V2)));
        ProtocolDetectionResult<HAProxyProtocolVersion> version = HAProxyMessageDecoder.detectProtocol(bytes);
        return switch (version.state()) {
            case NEEDS_MORE_DATA -> Result.NEED_MORE;
            case INVALID -> Result.bad("a beginning without a PROXY protocol header (expected: one, from this peer)");
            case DETECTED -> decode(bytes, version.detectedProtocol() == HAProxyProtocolVersion.V1 ? MAX_V1 : MAX_V2);
        };
    }

    private static Result decode(ByteBuf bytes, int max) {
        EmbeddedChannel decoder = new EmbeddedChannel(new HAProxyMessageDecoder());
        try {
            int given = Math.min(bytes.readableBytes(), max);
            if (!decoder.writeInbound(bytes.readSlice(given))) {
                return given < max
                        ? Result.NEED_MORE
                        : Result.bad("a PROXY protocol header without an end (expected: at most " + max + " bytes)");
            }
            HAProxyMessage header = decoder.readInbound();
            try {
                ByteBuf rest = decoder.readInbound();
                int length = rest == null ? given : given - rest.readableBytes();
                return new Result(observed(header), length, null);
            } finally {
                boolean unused = header.release();
            }
        } catch (DecoderException e) {
            Throwable why = e;
            while (why.getCause() != null) {
                why = why.getCause();
            }
            return Result.bad("a PROXY protocol header that is wrong: " + why.getMessage());
        } finally {
            boolean unused = decoder.finishAndReleaseAll();
        }
    }

    private static @Nullable String observed(HAProxyMessage header) {
        AddressFamily family = header.proxiedProtocol().addressFamily();
        if (header.sourceAddress() == null || (family != AddressFamily.AF_IPv4 && family != AddressFamily.AF_IPv6)) {
            return null;
        }
        // The same address must look the same whether it came in a header or from the kernel.
        InetSocketAddress source = new InetSocketAddress(
                NetUtil.createInetAddressFromIpAddressString(header.sourceAddress()), header.sourcePort());
        return ObservedAddress.of(SocketAddress.inetSocketAddress(source));
    }
}

package io.busport.wire;

import io.busport.wire.binary.BinaryDecoder;
import io.busport.wire.binary.BinaryEncoder;
import io.busport.wire.bridge.BridgeDecoder;
import io.busport.wire.bridge.BridgeEncoder;
import io.busport.wire.json.ClientEncoder;
import io.busport.wire.json.Framing;
import io.busport.wire.jsonlines.JsonLinesDecoder;
import io.busport.wire.jsonlines.JsonLinesEncoder;
import io.busport.wire.text.TextEncoder;

/** The encoders of one event loop of a gateway, and decoders for its connections; and both for a client. */
public final class Codecs {
    private final WireLimits limits;
    private final Encoder text = new TextEncoder();
    private final Encoder jsonLines = new JsonLinesEncoder();
    private final Encoder bridge = new BridgeEncoder();
    private final Encoder binary = new BinaryEncoder();

    public Codecs(WireLimits limits) {
        this.limits = limits;
    }

    /** The encoder of all connections of the loop that speak the dialect. */
    public Encoder encoder(Dialect dialect) {
        return switch (dialect) {
            case TEXT -> text;
            case JSON_LINES -> jsonLines;
            case BRIDGE -> bridge;
            case BINARY -> binary;
        };
    }

    /** A client's encoder: what it sends. Not for text, which has no frames. */
    public static Encoder clientEncoder(Dialect dialect) {
        return switch (dialect) {
            case JSON_LINES -> new ClientEncoder(Framing.LINE);
            case BRIDGE -> new ClientEncoder(Framing.LENGTH);
            case BINARY -> new BinaryEncoder();
            case TEXT -> throw noFrames();
        };
    }

    /** A client's decoder of one connection: what the gateway sends. Not for text, which has no frames. */
    public static Decoder clientDecoder(Dialect dialect, WireLimits limits) {
        return switch (dialect) {
            case JSON_LINES -> JsonLinesDecoder.ofClient(limits);
            case BRIDGE -> BridgeDecoder.ofClient(limits);
            case BINARY -> new BinaryDecoder(limits);
            case TEXT -> throw noFrames();
        };
    }

    /** A decoder for one connection. Not for text, whose messages also end by silence. */
    public Decoder decoder(Dialect dialect) {
        return switch (dialect) {
            case JSON_LINES -> new JsonLinesDecoder(limits);
            case BRIDGE -> new BridgeDecoder(limits);
            case BINARY -> new BinaryDecoder(limits);
            case TEXT -> throw noFrames();
        };
    }

    private static IllegalArgumentException noFrames() {
        return new IllegalArgumentException("text (expected: a dialect with frames)");
    }
}

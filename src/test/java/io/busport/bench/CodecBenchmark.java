package io.busport.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.busport.wire.Codecs;
import io.busport.wire.Decoder;
import io.busport.wire.Dialect;
import io.busport.wire.Encoder;
import io.busport.wire.Frame;
import io.busport.wire.WireException;
import io.busport.wire.WireLimits;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** A codec's share of an echo: one read with a burst of requests is decoded, and an answer to each is encoded. Time for one of them. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CodecBenchmark {
    private static final int BURST = 32;

    @Param({"JSON_LINES", "BRIDGE", "BINARY"})
    Dialect dialect = Dialect.BINARY;

    @Param({"128", "4096"})
    int size;

    private final Codecs codecs = new Codecs(new WireLimits(1 << 20, 64, 16 << 10, 255));
    private Encoder encoder = codecs.encoder(Dialect.BINARY);
    private Decoder decoder = codecs.decoder(Dialect.BINARY);
    private Buffer read = Buffer.buffer();
    private Frame.Message[] answers = {};

    @Setup
    public void burst() throws WireException {
        Framing framing = Framing.of(dialect);
        encoder = codecs.encoder(dialect);
        decoder = codecs.decoder(dialect);
        decoder.feed(Buffer.buffer(framing.preface()));
        if (decoder.next() != null) {
            throw new IllegalStateException("a frame in a preface");
        }
        read = Buffer.buffer();
        answers = new Frame.Message[BURST];
        Object body = dialect == Dialect.BINARY ? Buffer.buffer(new byte[size]) : "x".repeat(size);
        for (int i = 0; i < BURST; i++) {
            String id = String.format("%08d", i);
            read.appendBytes(framing.request(
                    "messages", id.getBytes(US_ASCII), "x".repeat(size).getBytes(US_ASCII)));
            answers[i] = Frame.Message.of(id, body);
        }
    }

    @Benchmark
    @OperationsPerInvocation(BURST)
    public Buffer echo(Blackhole frames) throws WireException {
        decoder.feed(read);
        Buffer out = Buffer.buffer(8 << 10);
        for (Frame.Message answer : answers) {
            frames.consume(decoder.next());
            encoder.encode(answer, out);
        }
        return out;
    }
}

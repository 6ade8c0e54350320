package io.busport.wire.binary;

import io.busport.wire.Frame;
import io.busport.wire.Headers;
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

/**
 * The codec's share of an echo: one read with a burst of requests is decoded, and one answer to each is encoded. Nanoseconds for one
 * request and its answer.
 *
 * <pre>
 *   mvn -q test-compile dependency:build-classpath -Dmdep.outputFile=target/cp
 *   java -cp target/test-classes:target/classes:$(cat target/cp) org.openjdk.jmh.Main BinaryBenchmark -prof gc
 * </pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class BinaryBenchmark {
    private static final int BURST = 32;

    @Param({"128", "4096"})
    int size;

    @Param({"bytes", "string"})
    String type = "";

    private final BinaryEncoder encoder = new BinaryEncoder();
    private final BinaryDecoder decoder = new BinaryDecoder(new WireLimits(1 << 20, 64, 16 << 10, 255));
    private Buffer read = Buffer.buffer();
    private Frame.Message answer = Frame.Message.of("", null);

    @Setup
    public void burst() throws WireException {
        Object body = type.equals("bytes") ? Buffer.buffer(new byte[size]) : "x".repeat(size);
        read = Buffer.buffer();
        for (int i = 0; i < BURST; i++) {
            encoder.encode(new Frame.Send("messages", String.valueOf(i), Headers.NONE, body, null, 0, false, 0), read);
        }
        answer = Frame.Message.of("17", body);
        Buffer preface = Buffer.buffer();
        BinaryEncoder.preface(preface);
        decoder.feed(preface);
    }

    @Benchmark
    @OperationsPerInvocation(BURST)
    public void decode(Blackhole sink) throws WireException {
        decoder.feed(read);
        for (Frame frame = decoder.next(); frame != null; frame = decoder.next()) {
            sink.consume(frame);
        }
    }

    @Benchmark
    @OperationsPerInvocation(BURST)
    public Buffer encode() throws WireException {
        Buffer out = Buffer.buffer(256);
        for (int i = 0; i < BURST; i++) {
            encoder.encode(Frame.Message.of(answer.address(), answer.body()), out);
        }
        return out;
    }

    @Benchmark
    @OperationsPerInvocation(BURST)
    public Buffer echo() throws WireException {
        Buffer out = Buffer.buffer(256);
        decoder.feed(read);
        for (Frame frame = decoder.next(); frame != null; frame = decoder.next()) {
            Frame.Send asked = (Frame.Send) frame;
            encoder.encode(new Frame.Message(asked.address(), null, Headers.NONE, asked.body(), true), out);
        }
        return out;
    }
}

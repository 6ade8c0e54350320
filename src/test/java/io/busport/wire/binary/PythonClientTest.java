package io.busport.wire.binary;

import static org.assertj.core.api.Assertions.assertThat;

import io.busport.testing.Machine;
import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.busport.wire.Headers;
import io.busport.wire.WireException;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client in {@code docs/protocol.md}, run as a reader of that page runs it. */
class PythonClientTest {
    private static final long DEADLINE = 30;

    @TempDir
    private Path folder = Path.of("");

    private Path echo = Path.of("");

    @BeforeEach
    void copyFromThePage() throws IOException {
        Machine.requirePrograms("python3");
        ProtocolPage.Block block = ProtocolPage.blocks("python").get(0);
        echo = folder.resolve(block.name());
        var unused = Files.writeString(echo, block.text());
    }

    @Test
    void it_reads_and_writes_the_test_vectors() throws Exception {
        String checked = python("src/test/python/check_echo_client.py", echo.toString(), Vector.FILE.toString());
        assertThat(Integer.parseInt(checked.strip())).isGreaterThan(20);
    }

    @Test
    void it_gets_its_answer() throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            NetServer server = vertx.createNetServer().connectHandler(PythonClientTest::echo);
            int port = server.listen(0, "127.0.0.1")
                    .await(DEADLINE, TimeUnit.SECONDS)
                    .actualPort();
            assertThat(python(echo.toString(), "127.0.0.1:" + port, "안녕")).isEqualTo("안녕\n");
        } finally {
            var unused = vertx.close().await(DEADLINE, TimeUnit.SECONDS);
        }
    }

    /** As much of a gateway as one echo takes. */
    private static void echo(NetSocket socket) {
        BinaryDecoder decoder = new BinaryDecoder(Binary.LIMITS);
        Buffer preface = Buffer.buffer();
        BinaryEncoder.preface(preface);
        var unused = socket.write(preface);
        socket.handler(data -> {
            decoder.feed(data);
            for (Object read : Binary.readAll(decoder)) {
                var unusedToo = socket.write(Buffer.buffer(answer(read)));
            }
        });
    }

    private static byte[] answer(Object read) {
        try {
            return Binary.encode(
                    read instanceof Frame.Send asked && asked.replyAddress() != null
                            ? new Frame.Message(asked.replyAddress(), null, Headers.NONE, asked.body(), true)
                            : Frame.Err.of(FailCode.MALFORMED, read + " (expected: a request)"));
        } catch (WireException e) {
            throw new AssertionError(e);
        }
    }

    private String python(String... arguments) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        List<String> command = new ArrayList<>(List.of("python3"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        boolean ended = process.waitFor(DEADLINE, TimeUnit.SECONDS);
        process.destroyForcibly();
        String said = Files.readString(out, StandardCharsets.UTF_8);
        assertThat(ended && process.exitValue() == 0)
                .as("%s ended well, saying: %s", command, said)
                .isTrue();
        return said;
    }
}

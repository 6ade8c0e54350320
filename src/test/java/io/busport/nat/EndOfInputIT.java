package io.busport.nat;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.busport.testing.LocalGateway;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client says much, ends its output, and then hears every answer, whatever waited where when its end came. */
@Timeout(60)
class EndOfInputIT {
    @AutoClose
    private static final LocalGateway gateway = new LocalGateway("{}");

    /** Part of it waits in the gateway, and from the fourth size on the end has come while more is still in the kernel. */
    @ParameterizedTest
    @ValueSource(ints = {1, 1_000, 20_000, 60_000, 70_000, 100_000, 200_000})
    void who_ends_its_output_and_reads_gets_every_answer(int lines) throws IOException {
        String said = lines(lines);
        try (Socket client = connect(0)) {
            var unused = CompletableFuture.runAsync(() -> say(client, said));
            assertThat(new String(client.getInputStream().readAllBytes(), US_ASCII))
                    .isEqualTo(said);
        }
    }

    /** The gateway has to be told by the kernel when it can go on writing, long after it has been told of the end. */
    @ParameterizedTest
    @ValueSource(ints = {15_000, 20_000, 25_000})
    void who_ends_its_output_and_reads_late_gets_every_answer(int lines) throws IOException {
        String said = lines(lines);
        try (Socket client = connect(4096)) {
            say(client, said);
            await("answers that cannot leave")
                    .during(Duration.ofMillis(200))
                    .until(() -> gateway.admin().connections().stream()
                            .anyMatch(c -> c.getString("observed").endsWith(":" + client.getLocalPort())
                                    && c.getInteger("queuedBytes") > 0));
            assertThat(new String(client.getInputStream().readAllBytes(), US_ASCII))
                    .isEqualTo(said);
        }
    }

    private static String lines(int count) {
        return IntStream.range(0, count).mapToObj(i -> i + "\n").collect(Collectors.joining());
    }

    private static Socket connect(int receiveBuffer) throws IOException {
        Socket client = new Socket();
        if (receiveBuffer > 0) {
            client.setReceiveBufferSize(receiveBuffer);
        }
        client.connect(new InetSocketAddress("127.0.0.1", gateway.port()));
        return client;
    }

    private static void say(Socket client, String words) {
        try {
            client.getOutputStream().write(words.getBytes(US_ASCII));
            client.shutdownOutput();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}

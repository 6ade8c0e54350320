package io.busport.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.busport.testing.LocalGateway;
import io.busport.testing.TextSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody says a hundred thousand things at once to a gateway that has one event loop, and whoever else it serves does not wait for them. */
@Timeout(60)
class TurnIT {
    private static final int MANY = 100_000;
    /** A few turns of a hundred, and what the network takes. Without turns it is all of them, or what fills a window or a buffer: thousands. */
    private static final int AT_MOST = 1500;

    private static final String REQUEST =
            "{\"type\":\"send\",\"address\":\"messages\",\"replyAddress\":\"r\",\"body\":1}";
    /** In the bridge dialect: its length in four bytes, 64, and JSON. */
    private static final String FRAME = "\0\0\0@" + REQUEST;

    @ParameterizedTest
    @ValueSource(strings = {"x\n", REQUEST + "\n", FRAME})
    void a_client_that_keeps_the_loop_busy_does_not_keep_it_from_reading_others(String one) {
        AtomicInteger taken = new AtomicInteger();
        AtomicInteger before = new AtomicInteger();
        try (LocalGateway gateway = new LocalGateway("{\"services\": []}", 1);
                TextSocket busy = gateway.connect();
                TextSocket other = gateway.connect()) {
            var unused = gateway.bus().<Object>consumer("messages", m -> {
                if ("other".equals(m.body())) {
                    before.set(taken.get());
                } else {
                    taken.incrementAndGet();
                }
                m.reply("ok");
            });
            assertThat(other.send("first\n").readLine()).isEqualTo("ok");
            // In its own time: the gateway stops reading when nobody reads its answers.
            var unusedToo = CompletableFuture.runAsync(() -> busy.send(one.repeat(MANY)));
            await().until(() -> taken.get() > 1000);
            other.send("other\n");
            int then = taken.get();
            assertThat(other.readLine()).isEqualTo("ok");
            assertThat(before.get() - then).as("messages of the busy one").isLessThan(AT_MOST);
        }
    }
}

package io.busport.connection;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.busport.wire.Sniffer;
import io.busport.wire.Stranger;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class GreetingTest {
    private static final Sniffer.Found HTTP = new Sniffer.Found(null, Stranger.HTTP);

    private final List<Sniffer.Found> decisions = new CopyOnWriteArrayList<>();
    private final List<String> heads = new CopyOnWriteArrayList<>();

    @Test
    void a_stranger_may_take_its_time_between_bytes(Vertx vertx) {
        Greeting greeting = greeting(vertx, 500);
        // Six times 150 ms is more than the settle time, each pause alone is far less.
        Future<?> typed = Future.succeededFuture();
        for (String b : List.of("G", "E", "T", " ", "/", "x")) {
            typed = typed.compose(v -> vertx.timer(150, MILLISECONDS)).onSuccess(v -> greeting.feed(Buffer.buffer(b)));
        }
        await().until(() -> !decisions.isEmpty());
        assertThat(decisions).containsExactly(HTTP);
        assertThat(heads).containsExactly("GET /");
        greeting.abandon();
    }

    @Test
    void undecided_bytes_are_text_when_no_more_come(Vertx vertx) {
        Greeting greeting = greeting(vertx, 20);
        greeting.feed(Buffer.buffer("GET"));
        assertThat(decisions).isEmpty();
        await().until(() -> !decisions.isEmpty());
        assertThat(decisions).containsExactly(Sniffer.SETTLED);
        assertThat(heads).containsExactly("GET");
    }

    @Test
    void it_decides_once(Vertx vertx) {
        Greeting greeting = greeting(vertx, 60_000);
        greeting.feed(Buffer.buffer("P"));
        greeting.settle();
        greeting.settle();
        assertThat(decisions).containsExactly(Sniffer.SETTLED);
    }

    @Test
    void after_the_end_of_the_connection_it_decides_nothing(Vertx vertx) {
        Greeting greeting = greeting(vertx, 60_000);
        greeting.feed(Buffer.buffer("P"));
        greeting.abandon();
        greeting.settle();
        assertThat(decisions).isEmpty();
    }

    private Greeting greeting(Vertx vertx, long settleMillis) {
        return new Greeting(vertx, settleMillis, (found, head) -> {
            decisions.add(found);
            heads.add(head.toString());
        });
    }
}

package io.busport.connection;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.busport.config.BusportConfig;
import io.busport.session.TextSession;
import io.busport.testing.FakeLink;
import io.busport.testing.FakeRouter;
import io.busport.wire.Frame;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class TextReaderTest {
    private static final int QUIET_MILLIS = 30;

    private final List<Object> messages = new CopyOnWriteArrayList<>();
    private Vertx vertx;
    private Context loop;
    private TextReader reader;

    @BeforeEach
    void prepare(Vertx vertx) {
        this.vertx = vertx;
        this.loop = vertx.getOrCreateContext();
        BusportConfig config = BusportConfig.from(
                new JsonObject().put("text", new JsonObject().put("flushAfter", QUIET_MILLIS + "ms")));
        TextSession session =
                new TextSession(new QuickRouter(), new FakeLink(), new TextSession.Window(100, 10_000, 10_000));
        Turn turn = new Turn(new Turn.Round(loop), () -> {});
        this.reader = new TextReader(vertx, config.text(), session, turn, m -> messages.add(m.body()), outcome -> {});
    }

    @Test
    void the_quiet_time_ends_a_message() throws TimeoutException {
        feed("hello");
        pump();
        assertThat(messages).isEmpty();
        letPass(2 * QUIET_MILLIS);
        assertThat(messages).containsExactly("hello");
    }

    @Test
    void while_messages_wait_for_room_the_quiet_time_merges_none_of_them() throws TimeoutException {
        feed("fir");
        pump();
        // More comes, and nobody pumps: the answers so far wait for a slow reader.
        feed("st\nsecond\nthi");
        letPass(4 * QUIET_MILLIS);
        assertThat(messages).isEmpty();
        pump();
        assertThat(messages).containsExactly("first", "second");
        letPass(4 * QUIET_MILLIS);
        assertThat(messages).containsExactly("first", "second", "thi");
    }

    private void feed(String text) throws TimeoutException {
        onLoop(() -> reader.feed(Buffer.buffer(text)));
    }

    private void pump() throws TimeoutException {
        onLoop(() -> assertThat(reader.pump()).isEqualTo(TextReader.Outcome.DRAINED));
    }

    /** Time in which something may happen that must not, or that must. */
    private void letPass(long millis) throws TimeoutException {
        var unused = vertx.timer(millis, MILLISECONDS).await(5, SECONDS);
    }

    private void onLoop(Runnable task) throws TimeoutException {
        Promise<Void> done = Promise.promise();
        loop.runOnContext(v -> {
            try {
                task.run();
                done.complete();
            } catch (AssertionError | RuntimeException e) {
                done.fail(e);
            }
        });
        var unused = done.future().await(5, SECONDS);
    }

    private static final class QuickRouter extends FakeRouter {
        @Override
        public void request(Frame.Send message, long n, Answer answer) {
            answer.take(Frame.Message.of("messages", "ok"), null);
        }
    }
}

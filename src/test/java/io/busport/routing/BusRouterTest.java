package io.busport.routing;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.busport.session.Router;
import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryContext;
import io.vertx.core.eventbus.Message;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class BusRouterTest {
    private static final Router.Origin ORIGIN = new Router.Origin("c-1", "203.0.113.7:51112");

    private Vertx vertx;
    private Context loop;
    private Context otherLoop;
    private BusRouter router;

    @BeforeEach
    void prepare(Vertx vertx) throws TimeoutException {
        this.vertx = vertx;
        this.loop = vertx.getOrCreateContext();
        this.otherLoop = vertx.getOrCreateContext();
        this.router = onLoop(() -> new BusRouter(vertx, Duration.ofMillis(300)));
    }

    @Test
    void a_reply_is_the_answer_and_the_consumer_sees_who_asked() throws TimeoutException {
        List<Message<Object>> seen = new CopyOnWriteArrayList<>();
        serve("messages", m -> {
            seen.add(m);
            m.reply("you said " + m.body());
        });
        assertThat(request("messages", "hello")).isEqualTo(Frame.Message.of("messages", "you said hello"));
        assertThat(seen).singleElement().satisfies(m -> {
            assertThat(m.headers().get("busport-connection")).isEqualTo("c-1");
            assertThat(m.headers().get("busport-peer")).isEqualTo("203.0.113.7:51112");
        });
    }

    @Test
    void nobody_there_is_said_in_words() throws TimeoutException {
        assertThat(request("messages", "hello"))
                .isEqualTo(Frame.Err.of(FailCode.NO_HANDLERS, "no handlers for messages"));
    }

    @Test
    void nobody_answering_is_said_with_the_time() throws TimeoutException {
        serve("messages", m -> {});
        assertThat(request("messages", "hello")).isEqualTo(Frame.Err.of(FailCode.TIMEOUT, "timed out after 300 ms"));
        BusRouter patient = onLoop(() -> new BusRouter(vertx, Duration.ofSeconds(1)));
        assertThat(request(patient, "messages", "hello"))
                .isEqualTo(Frame.Err.of(FailCode.TIMEOUT, "timed out after 1 s"));
    }

    @Test
    void a_consumers_own_failure_keeps_its_code_and_its_text() throws TimeoutException {
        serve("messages", m -> m.fail(42, "out of stock"));
        assertThat(request("messages", "hello")).isEqualTo(Frame.Err.of(FailCode.RECIPIENT_FAILURE, "42 out of stock"));
        serve("terse", m -> m.fail(7, null));
        assertThat(request("terse", "hello")).isEqualTo(Frame.Err.of(FailCode.RECIPIENT_FAILURE, "7"));
    }

    @Test
    void an_answer_arrives_on_the_loop_that_asked() throws TimeoutException {
        serve("messages", m -> m.reply("x"));
        Promise<Thread> answered = Promise.promise();
        Thread loopThread = onLoop(Thread::currentThread);
        run(() -> router.request(ORIGIN, Frame.Send.of("messages", "a", 1))
                .onSuccess(a -> answered.complete(Thread.currentThread())));
        assertThat(answered.future().await(5, SECONDS)).isSameAs(loopThread);
    }

    @Test
    void everybody_who_hears_an_address_is_told_until_they_leave() throws TimeoutException {
        List<Object> first = new CopyOnWriteArrayList<>();
        List<Object> second = new CopyOnWriteArrayList<>();
        Router.Subscription one = onLoop(() -> router.subscribe("broadcast", m -> first.add(m.body())));
        Router.Subscription two = onLoop(() -> router.subscribe("broadcast", m -> second.add(m.body())));
        publish("a");
        await().until(() -> first.contains("a") && second.contains("a"));
        run(one::cancel);
        publish("b");
        await().until(() -> second.contains("b"));
        assertThat(first).containsExactly("a");
        assertThat(second).containsExactly("a", "b");
        run(two::cancel);
        await("the bus consumer goes with its last subscriber").until(() -> consumers("broadcast") == 0);
    }

    @Test
    void many_subscribers_of_one_loop_are_one_consumer_of_the_bus() throws TimeoutException {
        List<Router.Subscription> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            all.add(onLoop(() -> router.subscribe("broadcast", m -> {})));
        }
        assertThat(consumers("broadcast")).isEqualTo(1);
        BusRouter second = onLoop(otherLoop, () -> new BusRouter(vertx, Duration.ofSeconds(1)));
        var unused = onLoop(otherLoop, () -> second.subscribe("broadcast", m -> {}));
        assertThat(consumers("broadcast")).as("one for each loop").isEqualTo(2);
        run(() -> all.forEach(Router.Subscription::cancel));
        await().until(() -> consumers("broadcast") == 1);
    }

    @Test
    void cancelling_twice_takes_nobody_else_away() throws TimeoutException {
        List<Object> heard = new CopyOnWriteArrayList<>();
        Router.Subscription gone = onLoop(() -> router.subscribe("broadcast", m -> {}));
        var unused = onLoop(() -> router.subscribe("broadcast", m -> heard.add(m.body())));
        run(gone::cancel);
        run(gone::cancel);
        publish("still");
        await().until(() -> heard.contains("still"));
    }

    @Test
    void a_subscriber_may_leave_while_it_is_told() throws TimeoutException {
        List<Object> heard = new CopyOnWriteArrayList<>();
        List<Router.Subscription> self = new ArrayList<>();
        run(() -> {
            self.add(router.subscribe("broadcast", m -> self.get(0).cancel()));
            self.add(router.subscribe("broadcast", m -> heard.add(m.body())));
        });
        publish("a");
        publish("b");
        await().until(() -> heard.size() == 2);
    }

    private void serve(String address, Handler<Message<Object>> handler) throws TimeoutException {
        vertx.eventBus().consumer(address, handler).completion().await(5, SECONDS);
    }

    private void publish(String body) {
        var unused = vertx.eventBus().publish("broadcast", body);
    }

    private Frame request(String address, String body) throws TimeoutException {
        return request(router, address, body);
    }

    private Frame request(BusRouter on, String address, String body) throws TimeoutException {
        return onLoop(() -> on.request(ORIGIN, Frame.Send.of(address, body, body.length())))
                .await(5, SECONDS);
    }

    /** How many consumers of an address the bus delivers to: one message, counted at each of them. */
    private int consumers(String address) throws TimeoutException {
        AtomicInteger deliveries = new AtomicInteger();
        Handler<DeliveryContext<Object>> counter = delivery -> {
            if (delivery.message().address().equals(address)) {
                deliveries.incrementAndGet();
            }
            delivery.next();
        };
        vertx.eventBus().addInboundInterceptor(counter);
        var unused = vertx.eventBus().publish(address, "count");
        // Deliveries were put on the loops before these.
        run(() -> {});
        var unused2 = onLoop(otherLoop, () -> "turn");
        vertx.eventBus().removeInboundInterceptor(counter);
        return deliveries.get();
    }

    private void run(Runnable task) throws TimeoutException {
        var unused = onLoop(() -> {
            task.run();
            return task;
        });
    }

    private <T> T onLoop(Callable<T> task) throws TimeoutException {
        return onLoop(loop, task);
    }

    private static <T> T onLoop(Context loop, Callable<T> task) throws TimeoutException {
        Promise<T> done = Promise.promise();
        loop.runOnContext(v -> {
            try {
                done.complete(task.call());
            } catch (Exception e) {
                done.fail(e);
            }
        });
        return done.future().await(5, SECONDS);
    }
}

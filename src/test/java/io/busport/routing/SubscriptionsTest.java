package io.busport.routing;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.busport.session.Router;
import io.busport.wire.Frame;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryContext;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class SubscriptionsTest {
    private BusFixture bus;
    private Router client;

    @BeforeEach
    void prepare(Vertx vertx) throws TimeoutException {
        bus = new BusFixture(vertx);
        client = bus.loop.call(bus::client);
    }

    @Test
    void everybody_who_hears_an_address_is_told_until_they_leave() throws TimeoutException {
        List<Frame> first = new CopyOnWriteArrayList<>();
        List<Frame> second = new CopyOnWriteArrayList<>();
        Router.Registration one = register(first::add);
        Router.Registration two = register(second::add);
        publish("a");
        await().until(() -> first.size() == 1 && second.size() == 1);
        assertThat(first.get(0)).as("a dialect writes it once for all").isSameAs(second.get(0));
        assertThat(((Frame.Message) first.get(0)).send()).isFalse();
        cancel(one);
        publish("b");
        await().until(() -> second.size() == 2);
        assertThat(first).hasSize(1);
        cancel(two);
        assertThat(consumers("broadcast")).as("gone with its last subscriber").isZero();
    }

    @Test
    void what_is_sent_goes_to_one_of_them_in_turn() throws TimeoutException {
        List<Frame> first = new CopyOnWriteArrayList<>();
        List<Frame> second = new CopyOnWriteArrayList<>();
        var unused = register(first::add);
        var unused2 = register(second::add);
        for (int i = 0; i < 4; i++) {
            var unused3 = bus.vertx.eventBus().send("broadcast", "x");
        }
        await().until(() -> first.size() + second.size() == 4);
        assertThat(first).hasSize(2).allMatch(f -> ((Frame.Message) f).send());
    }

    @Test
    void who_cannot_take_a_message_leaves_it_to_the_next() throws TimeoutException {
        var unused = bus.loop.call(() -> client.register("broadcast", (m, asker) -> false));
        var unused2 = bus.loop.call(() -> client.register("broadcast", (m, asker) -> {
            Objects.requireNonNull(asker).reply(Frame.Send.of("", "taken", 1));
            return true;
        }));
        for (int i = 0; i < 3; i++) {
            assertThat(bus.vertx
                            .eventBus()
                            .request("broadcast", "x")
                            .await(5, SECONDS)
                            .body())
                    .isEqualTo("taken");
        }
    }

    @Test
    void when_nobody_can_take_it_the_asker_is_told() throws TimeoutException {
        var unused = bus.loop.call(() -> client.register("broadcast", (m, asker) -> false));
        assertThatThrownBy(() -> bus.vertx.eventBus().request("broadcast", "x").await(5, SECONDS))
                .isInstanceOf(ReplyException.class)
                .hasMessage("no client that hears broadcast can take the message");
    }

    @Test
    void many_subscribers_of_one_loop_are_one_consumer_of_the_bus() throws TimeoutException {
        List<Router.Registration> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            all.add(register(m -> {}));
        }
        assertThat(consumers("broadcast")).isEqualTo(1);
        Router second = bus.otherLoop.call(bus::client);
        var unused = bus.otherLoop.call(() -> second.register("broadcast", (m, asker) -> true));
        assertThat(consumers("broadcast")).as("one for each loop").isEqualTo(2);
        for (Router.Registration r : all) {
            cancel(r);
        }
        assertThat(consumers("broadcast")).isEqualTo(1);
    }

    @Test
    void a_registration_is_effective_when_the_bus_says_so() throws TimeoutException {
        Router.Registration one = register(m -> {});
        one.effective().await(5, SECONDS);
        assertThat(consumers("broadcast")).isEqualTo(1);
    }

    @Test
    void cancelling_twice_takes_nobody_else_away() throws TimeoutException {
        List<Frame> heard = new CopyOnWriteArrayList<>();
        Router.Registration gone = register(m -> {});
        var unused = register(heard::add);
        cancel(gone);
        cancel(gone);
        publish("still");
        await().until(() -> heard.size() == 1);
    }

    @Test
    void a_subscriber_may_leave_while_it_is_told() throws TimeoutException {
        List<Frame> heard = new CopyOnWriteArrayList<>();
        List<Router.Registration> self = new CopyOnWriteArrayList<>();
        self.add(register(m -> {
            var unused = self.get(0).cancel();
        }));
        var unused = register(heard::add);
        publish("a");
        publish("b");
        await().until(() -> heard.size() == 2);
    }

    private Router.Registration register(Consumer<Frame.Message> hears) throws TimeoutException {
        return bus.loop.call(() -> client.register("broadcast", (m, asker) -> {
            hears.accept(m);
            return true;
        }));
    }

    private void cancel(Router.Registration registration) throws TimeoutException {
        bus.loop.call(registration::cancel).await(5, SECONDS);
    }

    private void publish(String body) {
        var unused = bus.vertx.eventBus().publish("broadcast", body);
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
        bus.vertx.eventBus().addInboundInterceptor(counter);
        var unused = bus.vertx.eventBus().publish(address, "count");
        // Deliveries were put on the loops before these.
        bus.loop.run(() -> {});
        bus.otherLoop.run(() -> {});
        bus.vertx.eventBus().removeInboundInterceptor(counter);
        return deliveries.get();
    }
}

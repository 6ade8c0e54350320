package io.busport.routing;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.busport.session.Router;
import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.busport.wire.Headers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a sender who wants to know is told, and when. */
@ExtendWith(VertxExtension.class)
class CustodyTest {
    private BusFixture bus;
    private Router client;

    @BeforeEach
    void connect(Vertx vertx) throws TimeoutException {
        bus = new BusFixture(vertx);
        client = bus.loop.call(bus::client);
        bus.loop.run(() -> client.moved(Router.Origin.of("c-1", "203.0.113.7:1").in("s")));
    }

    private Frame.@Nullable Err hand(Frame.Send message) throws TimeoutException {
        return bus.loop.call(() -> client.hand(message, 1)).await(5, SECONDS);
    }

    private Router.Registration register(String address, Router.Subscriber subscriber) throws TimeoutException {
        Router.Registration registration = bus.loop.call(() -> client.register(address, subscriber));
        registration.effective().await(5, SECONDS);
        return registration;
    }

    @Test
    void a_message_that_nobody_hears() throws TimeoutException {
        Frame.Err err = hand(Frame.Send.of("nobody", "x", 1));
        assertThat(err).isEqualTo(Frame.Err.of(FailCode.NO_HANDLERS, "no handlers for nobody"));
    }

    @Test
    void a_message_for_a_plain_consumer_has_an_id() throws TimeoutException {
        List<String> ids = new CopyOnWriteArrayList<>();
        bus.serve("messages", m -> ids.add(m.headers().get(BusHeaders.ID)));
        assertThat(hand(Frame.Send.of("messages", "x", 1))).isNull();
        await().until(() -> ids.size() == 1);
        assertThat(ids).containsExactly("s/1");
    }

    @Test
    void a_message_that_the_only_client_that_hears_it_cannot_take() throws TimeoutException {
        var unused = register("demo.full", (message, asker) -> false);
        Frame.Err err = hand(Frame.Send.of("demo.full", "x", 1));
        assertThat(err).isNotNull().extracting("code").isEqualTo(FailCode.NOT_TAKEN);
    }

    @Test
    void a_message_that_a_client_has_taken() throws TimeoutException {
        List<Object> got = new CopyOnWriteArrayList<>();
        var unused = register("demo.ok", (message, asker) -> got.add(String.valueOf(message.body())));
        assertThat(hand(Frame.Send.of("demo.ok", "x", 1))).isNull();
        assertThat(got).as("before the sender is told").containsExactly("x");
    }

    @Test
    void whoever_wants_to_know_waits_while_a_hearer_holds_the_address() throws TimeoutException {
        List<Object> got = new CopyOnWriteArrayList<>();
        Router.Registration slow = register("demo.slow", (message, asker) -> got.add(String.valueOf(message.body())));
        bus.loop.run(() -> slow.hold(true));
        List<Future<Frame.@Nullable Err>> handed = new ArrayList<>();
        bus.loop.run(() -> handed.add(client.hand(new Frame.Publish("demo.slow", Headers.NONE, "x", false, 1), 1)));
        await().until(() -> got.size() == 1);
        bus.loop.call(client::settled).await(5, SECONDS);
        assertThat(handed.get(0).isComplete()).isFalse();
        // Elsewhere nobody waits.
        assertThat(bus.loop
                        .call(() -> client.hand(new Frame.Publish("demo.other", Headers.NONE, "x", false, 1), 2))
                        .await(5, SECONDS))
                .isNull();
        bus.loop.run(() -> slow.hold(false));
        assertThat(handed.get(0).await(5, SECONDS)).isNull();
    }
}

package io.busport.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.busport.config.PermissionsConfig;
import io.busport.session.Router;
import io.busport.wire.Frame;
import io.busport.wire.Headers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class RelayTest {
    private final FakeNeighbours neighbours = new FakeNeighbours();
    private final Relay relay = new Relay();
    private BusFixture bus;
    private Router client;

    @BeforeEach
    void begin(Vertx vertx) throws TimeoutException {
        bus = new BusFixture(vertx);
        client = bus.loop.call(() -> {
            LivePermissions open = new LivePermissions(Permissions.of(new PermissionsConfig(List.of(), List.of())));
            return relay.add(bus.busLoop(open, neighbours)).forText(BusFixture.ORIGIN.in("s-1"));
        });
    }

    /** Everything happens on the loop; afterwards it has done what that has left for it to do. */
    private <T> T on(Callable<T> task) throws TimeoutException {
        T result = bus.loop.call(task);
        bus.loop.run(() -> {});
        return result;
    }

    private Future<Frame.Err> publish(int n) throws TimeoutException {
        return on(() -> client.hand(new Frame.Publish("news", Headers.NONE, "x" + n, false, 2), n));
    }

    private void pass() throws TimeoutException {
        on(() -> {
            neighbours.pass();
            return relay;
        });
    }

    /** A gateway that leaves is missed for a few milliseconds only; what it was asked before may be answered after those. */
    @Test
    void what_becomes_uncertain_after_its_loss_was_dealt_with_is_said_again_all_the_same() throws TimeoutException {
        Future<Frame.Err> waiting = publish(1);
        Future<Frame.Err> behind = publish(2);
        neighbours.lose();
        Future<Void> redo = on(relay::redo);
        assertThat(neighbours.asked).as("not known yet").isEmpty();
        pass();
        pass();
        assertThat(neighbours.asked).containsExactly("repeat s-1/1", "repeat s-1/2");
        assertThat(redo.isComplete()).isFalse();
        pass();
        assertThat(List.of(redo, waiting, behind)).allMatch(Future::succeeded);
    }

    @Test
    void it_fails_when_something_stays_uncertain() throws TimeoutException {
        Future<Frame.Err> one = publish(1);
        neighbours.lose();
        pass();
        Future<Void> redo = on(relay::redo);
        on(() -> {
            neighbours.passNot();
            return relay;
        });
        assertThat(redo.failed()).isTrue();
        assertThat(one.isComplete()).isFalse();
        Future<Void> again = on(relay::redo);
        pass();
        assertThat(List.of(again, one)).allMatch(Future::succeeded);
    }
}

package io.busport.session;

import io.busport.wire.Frame;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A router whose answers come when the test says so. */
final class FakeRouter implements Router {
    final List<Frame.Send> requests = new ArrayList<>();
    final List<Promise<Frame>> promises = new ArrayList<>();
    final List<Origin> origins = new ArrayList<>();
    final Map<String, Consumer<Frame.Message>> subscribers = new LinkedHashMap<>();

    @Override
    public Future<Frame> request(Origin origin, Frame.Send message) {
        Promise<Frame> promise = Promise.promise();
        origins.add(origin);
        requests.add(message);
        promises.add(promise);
        return promise.future();
    }

    @Override
    public Subscription subscribe(String address, Consumer<Frame.Message> subscriber) {
        subscribers.put(address, subscriber);
        return () -> subscribers.remove(address, subscriber);
    }

    void answer(int request, String body) {
        promises.get(request).complete(Frame.Message.of("messages", body));
    }

    void publish(String address, String body) {
        Consumer<Frame.Message> subscriber = subscribers.get(address);
        if (subscriber != null) {
            subscriber.accept(Frame.Message.of(address, body));
        }
    }
}

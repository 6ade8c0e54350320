package io.busport.testing;

import io.busport.session.Router;
import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A router whose answers come when the test says so. Addresses that begin with {@code secret} are denied. */
public class FakeRouter implements Router {
    public final List<Frame.Send> requests = new ArrayList<>();
    public final List<Answer> answers = new ArrayList<>();
    public final List<Frame> sent = new ArrayList<>();
    public final List<Origin> origins = new ArrayList<>();
    public final List<String> held = new ArrayList<>();
    public final Map<String, Subscriber> subscribers = new LinkedHashMap<>();
    public final Promise<Void> effective = Promise.promise();
    public Promise<Void> settled = Promise.promise();

    @Override
    public void request(Frame.Send message, long n, Answer answer) {
        requests.add(message);
        answers.add(answer);
    }

    @Override
    public Frame.@Nullable Err send(Frame.Send message) {
        sent.add(message);
        return refusalToHear(message.address());
    }

    @Override
    public Frame.@Nullable Err publish(Frame.Publish message) {
        sent.add(message);
        return refusalToHear(message.address());
    }

    @Override
    public Future<Frame.@Nullable Err> hand(Frame.Send message, long n) {
        return handed(send(message));
    }

    @Override
    public Future<Frame.@Nullable Err> hand(Frame.Publish message, long n) {
        return handed(publish(message));
    }

    private Future<Frame.@Nullable Err> handed(Frame.@Nullable Err refusal) {
        return settled.future().map(v -> refusal);
    }

    @Override
    public void moved(Origin origin) {
        origins.add(origin);
    }

    @Override
    public Frame.@Nullable Err refusalToHear(String address) {
        return address.startsWith("secret") ? Frame.Err.of(FailCode.DENIED, address + " is secret") : null;
    }

    @Override
    public Registration register(String address, Subscriber subscriber) {
        subscribers.put(address, subscriber);
        return new Registration() {
            @Override
            public Future<Void> effective() {
                return effective.future();
            }

            @Override
            public void hold(boolean wait) {
                if (wait) {
                    held.add(address);
                } else {
                    boolean unused = held.remove(address);
                }
            }

            @Override
            public Future<Void> cancel() {
                boolean unused = subscribers.remove(address, subscriber);
                return Future.succeededFuture();
            }
        };
    }

    @Override
    public Future<Void> settled() {
        return settled.future();
    }

    public void answer(int request, String body) {
        answer(request, Frame.Message.of("messages", body));
    }

    public void answer(int request, Frame answer) {
        answers.get(request).take(answer, null);
    }

    /** Somebody publishes to an address. */
    public void says(String address, String body) {
        boolean unused = says(address, body, null);
    }

    /** @return whether the session took it */
    public boolean says(String address, String body, @Nullable Asker asker) {
        Subscriber subscriber = subscribers.get(address);
        return subscriber != null && subscriber.take(Frame.Message.of(address, body), asker);
    }
}

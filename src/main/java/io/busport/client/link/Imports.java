package io.busport.client.link;

import io.busport.client.BusportClient;
import io.busport.client.Delivery;
import io.busport.client.Subscription;
import io.busport.config.LinkConfig.Linked;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import java.util.List;

/** Messages of the cluster that appear on the local bus, and on no other node of it. */
final class Imports {
    private final EventBus bus;
    private final BusportClient client;
    private final Answers answers;
    private final LinkEvents events;
    private final String link;

    Imports(EventBus bus, BusportClient client, Answers answers, LinkEvents events, String link) {
        this.bus = bus;
        this.client = client;
        this.answers = answers;
        this.events = events;
        this.link = link;
    }

    /** @return done when the whole cluster routes to us; fails with every address that may not be heard */
    Future<?> open(List<Linked> imports) {
        return Future.join(imports.stream().map(this::open).toList());
    }

    private Future<Subscription> open(Linked in) {
        Handler<Delivery> handler = delivery -> deliver(in, delivery);
        return client.subscribe(in.address(), handler)
                .recover(e ->
                        Future.failedFuture(new LinkException("import of " + in.address() + ": " + e.getMessage())));
    }

    private void deliver(Linked in, Delivery delivery) {
        DeliveryOptions options = answers.options()
                .setHeaders(LinkHeaders.toLocal(delivery.headers()).add(LinkHeaders.LINK, link));
        try {
            deliver(in, delivery, options);
        } catch (RuntimeException e) { // the bus has no codec for the body
            if (delivery.isRequest()) {
                throw e; // the client fails it
            }
            events.notImported(in.address(), e);
        }
    }

    private void deliver(Linked in, Delivery delivery, DeliveryOptions options) {
        if (delivery.isRequest()) {
            answers.toCluster(delivery, in.as(), bus.request(in.as(), delivery.body(), options));
        } else if (delivery.isSend()) {
            var unused = bus.sender(in.as(), options)
                    .write(delivery.body())
                    .onFailure(e -> events.notImported(in.address(), e));
        } else {
            // That nobody hears what is published is no loss.
            var unused = bus.publish(in.as(), delivery.body(), options);
        }
    }
}

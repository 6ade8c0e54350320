package io.busport.client.link;

import io.busport.client.BusportClient;
import io.busport.config.LinkConfig.Linked;
import io.busport.wire.Headers;
import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.ArrayList;
import java.util.List;

/** Local messages that leave: what is published is published there, what is sent is sent, what is asked is asked. */
final class Exports {
    private final EventBus bus;
    private final BusportClient client;
    private final Answers answers;
    private final LinkEvents events;
    private final List<MessageConsumer<Object>> consumers = new ArrayList<>();

    Exports(EventBus bus, BusportClient client, Answers answers, LinkEvents events) {
        this.bus = bus;
        this.client = client;
        this.answers = answers;
        this.events = events;
    }

    Future<?> open(List<Linked> exports) {
        for (Linked export : exports) {
            consumers.add(bus.localConsumer(export.address(), message -> take(export, message)));
        }
        return Future.all(consumers.stream().map(MessageConsumer::completion).toList());
    }

    /** Nothing leaves any more: local senders learn that there is no handler. */
    Future<?> close() {
        return Future.join(consumers.stream().map(MessageConsumer::unregister).toList());
    }

    private void take(Linked export, Message<Object> message) {
        boolean isRequest = message.replyAddress() != null;
        String from = message.headers().get(LinkHeaders.LINK);
        if (from != null) {
            String why = "came through the link " + from + " and does not leave again";
            if (isRequest) {
                Answers.refuse(message, "a message to " + export.address() + " that " + why);
            } else {
                events.notExported(export.address(), "loop", why);
            }
            return;
        }
        Headers headers = LinkHeaders.toCluster(message.headers());
        if (isRequest) {
            answers.toLocal(message, client.request(export.as(), message.body(), headers, answers.timeout()));
            return;
        }
        Future<Void> taken = message.isSend()
                ? client.send(export.as(), message.body(), headers)
                : client.publish(export.as(), message.body(), headers);
        var unused = taken.onFailure(e -> events.notExported(export.address(), e));
    }
}

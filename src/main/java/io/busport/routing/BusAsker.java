package io.busport.routing;

import io.busport.session.Router.Answer;
import io.busport.session.Router.Asker;
import io.busport.wire.Frame;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import org.jspecify.annotations.Nullable;

/**
 * Whoever sent a message on the bus that wants an answer. It is answered through the message itself and never through its reply address,
 * which another node of a cluster could not route.
 */
record BusAsker(BusRouter router, Message<Object> message) implements Asker {

    @Override
    public void reply(Frame.Send answer) {
        message.reply(answer.body(), router.options(answer, 0));
    }

    @Override
    public void replyAndRequest(Frame.Send answer, Answer next) {
        DeliveryOptions options = router.options(answer, 0);
        message.<Object>replyAndRequest(answer.body(), options)
                .onComplete(new Outcome(router, answer, options.getSendTimeout(), System.nanoTime(), next));
    }

    @Override
    public void fail(int code, @Nullable String why) {
        message.fail(code, why);
    }
}

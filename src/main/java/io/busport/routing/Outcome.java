package io.busport.routing;

import io.busport.config.Units;
import io.busport.session.Router.Answer;
import io.busport.session.Traffic.Verb;
import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.vertx.core.Completable;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What became of one request, as the frame its client gets. The bus completes it once, on the event loop that asked.
 *
 * @param router of the client that asked
 * @param timeoutMillis how long the answer was waited for
 * @param begun when it was put on the bus, as {@link System#nanoTime()} has it
 */
record Outcome(BusRouter router, Frame.Send request, long timeoutMillis, long begun, Answer answer)
        implements Completable<Message<Object>> {
    private static final Logger log = LoggerFactory.getLogger(Outcome.class);

    @Override
    public void complete(@Nullable Message<Object> reply, @Nullable Throwable failure) {
        if (reply == null) {
            Frame.Err err = err(failure);
            router.traffic().said(Verb.REQUEST, err.code());
            answer.take(err, null);
            return;
        }
        router.traffic().said(Verb.REQUEST, null);
        router.traffic().answered(System.nanoTime() - begun);
        String label = request.replyAddress() == null ? request.address() : request.replyAddress();
        Frame.Message message =
                new Frame.Message(label, null, BusHeaders.forClient(reply.headers()), reply.body(), true);
        answer.take(message, reply.replyAddress() == null ? null : new BusAsker(router, reply));
    }

    /** Why a message that nobody answers could not be given to anybody. */
    static Frame.Err refusal(String address, @Nullable Throwable failure) {
        return failure instanceof ReplyException e && e.failureType() == ReplyFailure.NO_HANDLERS
                ? Frame.Err.of(FailCode.NO_HANDLERS, "no handlers for " + address)
                : Frame.Err.of(FailCode.INTERNAL, "the gateway failed: " + failure);
    }

    private Frame.Err err(@Nullable Throwable failure) {
        if (failure instanceof ReplyException e) {
            Frame.Failure said = new Frame.Failure(e.failureCode(), e.getMessage());
            return switch (e.failureType()) {
                case NO_HANDLERS -> err(FailCode.NO_HANDLERS, "no handlers for " + request.address(), said);
                case TIMEOUT ->
                    err(FailCode.TIMEOUT, "timed out after " + Units.say(Duration.ofMillis(timeoutMillis)), said);
                default -> err(FailCode.RECIPIENT_FAILURE, consumersOwn(e), said);
            };
        }
        log.error("Request to {} failed inside the gateway", request.address(), failure);
        return err(FailCode.INTERNAL, "the gateway failed: " + failure, null);
    }

    private Frame.Err err(FailCode code, String sentence, Frame.@Nullable Failure said) {
        return new Frame.Err(code, sentence, request.replyAddress(), request.address(), said);
    }

    private static String consumersOwn(ReplyException e) {
        return e.getMessage() == null ? String.valueOf(e.failureCode()) : e.failureCode() + " " + e.getMessage();
    }
}

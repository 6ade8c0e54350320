package io.busport.client;

import io.busport.wire.SessionFrames.Bye;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The end of a client: what it has taken is delivered first, for a while; then it says goodbye, and waits for the answer, for a while.
 *
 * <pre>
 *   begin ─► all acknowledged ─► bye ─► answered ─► finished
 *        └──── too long ──────────┘└── too long ──┘
 * </pre>
 */
final class Farewell {
    /** The rest of the end. */
    interface Finish {
        void finish(boolean keep, int undelivered, Promise<Void> told);
    }

    private final Vertx vertx;
    private final SessionOptions options;
    private final ClientSession session;
    private final Connector connector;
    private final Finish finish;
    private final List<Promise<Void>> waiting = new ArrayList<>();
    private @Nullable Bye bye;
    private boolean late;
    private boolean said;
    private boolean done;

    Farewell(Vertx vertx, SessionOptions options, ClientSession session, Connector connector, Finish finish) {
        this.vertx = vertx;
        this.options = options;
        this.session = session;
        this.connector = connector;
        this.finish = finish;
    }

    void begin(Bye words, Promise<Void> promise) {
        waiting.add(promise);
        if (bye == null) {
            bye = words;
            session.takeNoMore();
            var unused = vertx.setTimer(options.closeTimeout().toMillis(), t -> {
                late = true;
                check();
            });
        }
    }

    /** Looks whether the next step can be taken. */
    void check() {
        Bye words = bye;
        if (words == null || said || done) {
            return;
        }
        boolean delivered = session.outgoing().outbox().isEmpty()
                && session.incoming().inbox().open() == 0;
        SessionLine line = connector.line();
        if (line == null && late) {
            finished();
        } else if (line != null && (delivered || late)) {
            said = true;
            session.acknowledgeAll();
            line.write(words);
            var unused = line.flush();
            var unusedToo = vertx.setTimer(options.welcomeTimeout().toMillis(), t -> finished());
        }
    }

    /** The gateway said goodbye, or closed the connection after we did. */
    void answered() {
        if (said) {
            finished();
        }
    }

    private void finished() {
        Bye words = bye;
        if (words == null || done) {
            return;
        }
        done = true;
        Promise<Void> all = Promise.promise();
        all.future()
                .onComplete(result -> waiting.forEach(p -> {
                    var unused = result.succeeded() ? p.tryComplete() : p.tryFail(result.cause());
                }));
        finish.finish(words.keep(), session.outgoing().outbox().messages(), all);
    }

    /** The client is over for another reason. */
    void failed(Throwable e) {
        done = true;
        waiting.forEach(p -> {
            var unused = p.tryFail(e);
        });
    }
}

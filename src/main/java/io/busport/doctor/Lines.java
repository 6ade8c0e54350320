package io.busport.doctor;

import io.busport.client.Access;
import io.busport.doctor.Dial.Outcome;
import io.busport.security.tls.ClientTls;
import io.busport.wire.Frame;
import io.busport.wire.SessionFrames;
import io.busport.wire.SessionFrames.Hello;
import io.busport.wire.SessionFrames.Welcome;
import io.busport.wire.SessionFrames.Window;
import io.busport.wire.Token;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TcpClientConfig;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Makes connections, without TCP keepalive: it would hold open what is to be seen to close. On the doctor's event loop. */
final class Lines {
    /** A connection that has been welcomed. */
    record Met(Line line, Welcome welcome) {}

    private static final int VERSION = SessionFrames.VERSION;

    private final Vertx vertx;
    private final NetClient client;
    private final Duration timeout;
    private final Access access;

    /** @param timeout for each step of which an answer is expected */
    Lines(Vertx vertx, Duration timeout, Access access) {
        this.vertx = vertx;
        this.timeout = timeout;
        this.access = access;
        TcpClientConfig config = new TcpClientConfig();
        config.setConnectTimeout(timeout);
        this.client = vertx.createNetClient(config);
    }

    long timeoutMillis() {
        return timeout.toMillis();
    }

    /** With TLS when that is asked for. */
    Future<Line> dial(Target target) {
        ClientTls tls = access.tls();
        if (tls == null) {
            return call(target);
        }
        return tls.connectTo(vertx, target.name(), target.address().port(), timeout)
                .compose(how -> client.connect(how.setRemoteAddress(at(target)))) // of the host's addresses, this one
                .map(socket -> new Line(vertx, socket));
    }

    private Future<Line> call(Target target) {
        return client.connect(at(target)).map(socket -> new Line(vertx, socket));
    }

    private static SocketAddress at(Target target) {
        return SocketAddress.inetSocketAddress(target.address().port(), target.ip());
    }

    /** Connects and is gone again; twice, because the first time of a program takes longer than the path does. */
    Future<Dial> tryOut(Target target) {
        return tryOnce(target)
                .compose(first ->
                        first.outcome() == Outcome.CONNECTED ? tryOnce(target) : Future.succeededFuture(first));
    }

    private Future<Dial> tryOnce(Target target) {
        long start = System.nanoTime();
        return call(target).transform(result -> {
            long millis = (System.nanoTime() - start) / 1_000_000;
            if (result.failed()) {
                return Future.succeededFuture(Dial.failed(target, result.cause(), millis));
            }
            result.result().close();
            return Future.succeededFuture(new Dial(target, Outcome.CONNECTED, millis, ""));
        });
    }

    /**
     * Connects and says hello.
     *
     * @param heartbeat as long as we may want to be silent
     * @return what was seen of the other side; its line is open only if it is a gateway
     */
    Future<Greeting> greet(Target target, Duration heartbeat) {
        return dial(target).transform(dialled -> {
            if (dialled.failed()) {
                return Future.succeededFuture(Greeting.ended(target, dialled.cause()));
            }
            Line line = dialled.result();
            return line.ask(hello(heartbeat), f -> f instanceof Welcome || f instanceof Frame.Err, timeoutMillis())
                    .transform(answer -> {
                        if (answer.succeeded()) {
                            return Future.succeededFuture(Greeting.of(target, line, answer.result()));
                        }
                        return line.first().length() == 0 && answer.cause() instanceof TimeoutException
                                ? askAsBrowser(target, line)
                                : Future.succeededFuture(Greeting.strange(target, line, answer.cause()));
                    });
        });
    }

    /** A session that ends with its connection. */
    private Hello hello(Duration heartbeat) {
        String token = access.token().get();
        return new Hello(
                VERSION, token == null ? null : new Token(token), null, 0, Window.DEFAULT, heartbeat.toMillis(), null);
    }

    /** Some servers wait for the whole of what they take for a request. */
    private Future<Greeting> askAsBrowser(Target target, Line silent) {
        silent.close();
        return dial(target).transform(dialled -> {
            if (dialled.failed()) {
                return Future.succeededFuture(Greeting.silent(target));
            }
            Line line = dialled.result();
            Future<Line.Ended> answered = line.end().timeout(timeoutMillis(), TimeUnit.MILLISECONDS);
            return line.write("GET / HTTP/1.0\r\n\r\n").compose(v -> answered).transform(done -> {
                line.close();
                return Future.succeededFuture(
                        line.first().length() == 0
                                ? Greeting.silent(target)
                                : Greeting.strange(target, line, new Exception("it answers a browser")));
            });
        });
    }

    /** As {@link #greet}, for those who need a gateway: fails when there is none. */
    Future<Met> meet(Target target, Duration heartbeat) {
        return greet(target, heartbeat)
                .compose(g -> g.line() != null && g.welcome() != null
                        ? Future.succeededFuture(new Met(g.line(), g.welcome()))
                        : Future.failedFuture(target + ": " + g.heard()));
    }

    Future<Void> close() {
        return client.close();
    }
}

package io.busport.cli;

import io.busport.client.Endpoint;
import io.busport.client.text.TextClientOptions;
import io.busport.client.text.TextClientVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The interactive client: a client verticle, a console verticle, and the local event bus between them. */
@Command(
        name = "client",
        description = {
            "Talk to a gateway: each line of input is a message, each answer is a line.",
            "When the connection is lost it is made again, and what had no answer is sent again: it may arrive twice."
        })
final class ClientCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "HOST:PORT",
            arity = "1..*",
            converter = EndpointConverter.class,
            description = "Addresses of the gateway, tried in turn.")
    private List<Endpoint> endpoints;

    @Option(
            names = "--no-resend",
            description =
                    "Give up messages that had no answer when the connection was lost, and say how many. Exit code 1.")
    private boolean noResend;

    @Mixin
    private TlsMixin tls;

    @Mixin
    private TokenMixin token;

    @SuppressWarnings("NullAway.Init") // picocli sets the fields
    ClientCommand() {}

    @Override
    public Integer call() {
        Vertx vertx =
                Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(1));
        Console console = Console.open();
        ConsoleVerticle consoleVerticle = new ConsoleVerticle(console);
        try {
            // It prints, and whoever reads what it prints may be slow: never on an event loop.
            var unused = vertx.deployVerticle(
                            consoleVerticle, new DeploymentOptions().setThreadingModel(ThreadingModel.WORKER))
                    .await();
            try {
                var unusedToo = vertx.deployVerticle(new TextClientVerticle(
                                TextClientOptions.of(endpoints, !noResend, tls.client(), token.source())))
                        .await();
            } catch (Exception e) { // await() rethrows the cause as it is, checked or not
                console.say("Unable to connect to the server. " + e.getMessage());
                return Busport.FAILED;
            }
            return consoleVerticle.talk() ? Busport.OK : Busport.FAILED;
        } finally {
            console.close();
            vertx.close().await();
        }
    }
}

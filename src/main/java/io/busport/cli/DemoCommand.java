package io.busport.cli;

import io.busport.MainVerticle;
import io.busport.client.Endpoint;
import io.busport.client.text.TextClientOptions;
import io.busport.client.text.TextClientVerticle;
import io.busport.nat.NatVerticle;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** The whole way on one machine, in one process: client, NAT, gateway, event bus, service, and back. */
@Command(
        name = "demo",
        description = {
            "Start a gateway, a NAT router in front of it and a client, on free ports of this machine, and have a conversation.",
            "On a terminal you go on with it."
        })
final class DemoCommand implements Callable<Integer> {
    private static final List<String> SCRIPT = List.of("hello through NAT", "안녕하세요");

    @Override
    public Integer call() {
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        Console person = Console.open();
        DemoConsole console = new DemoConsole(SCRIPT, person);
        try {
            // Where somebody types, lines of the log would fall between the prompt and the typing.
            MainVerticle gateway = OwnGateway.start(vertx, person.hasPrompt() ? "warn" : "info");
            NatVerticle nat = new NatVerticle(0, gateway.port());
            deploy(vertx, nat, new DeploymentOptions());
            console.say("The gateway's private port is " + gateway.port() + "; a NAT router stands before it, on port "
                    + nat.actualPort());
            ConsoleVerticle consoleVerticle = new ConsoleVerticle(console);
            deploy(vertx, consoleVerticle, new DeploymentOptions().setThreadingModel(ThreadingModel.WORKER));
            Endpoint outside = new Endpoint("127.0.0.1", nat.actualPort());
            deploy(
                    vertx,
                    new TextClientVerticle(TextClientOptions.of(List.of(outside), true)),
                    new DeploymentOptions());
            return consoleVerticle.talk() ? Busport.OK : Busport.FAILED;
        } catch (Exception e) { // await() rethrows the cause as it is, checked or not
            console.say("The demo does not start: " + e.getMessage());
            return Busport.FAILED;
        } finally {
            console.close();
            vertx.close().await();
        }
    }

    private static void deploy(Vertx vertx, Deployable verticle, DeploymentOptions options) {
        var unused = vertx.deployVerticle(verticle, options).await();
    }
}

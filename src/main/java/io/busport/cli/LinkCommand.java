package io.busport.cli;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.busport.Services;
import io.busport.client.ClientVerticle;
import io.busport.client.Endpoint;
import io.busport.client.SessionInfo;
import io.busport.config.ConfigException;
import io.busport.config.ConfigLoader;
import io.busport.config.Environment;
import io.busport.config.LinkConfig;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs a link, and the services of its site, until it is told to end. */
@Command(
        name = "link",
        description = {
            "Join an event bus of this process to the cluster's through a gateway; no port is opened.",
            "Prints \"Linked to HOST:PORT\" when messages pass. On SIGTERM a session with a state file waits for the next"
                    + " process, another one ends."
        })
final class LinkCommand implements Callable<Integer> {
    /** The client's own deadlines for its last words lie below it. */
    private static final int LAST_WORDS_SECONDS = 30;

    @Option(
            names = "--to",
            paramLabel = "HOST:PORT",
            converter = EndpointConverter.class,
            description = "Address of the gateway, instead of those of the file. May be repeated.")
    private List<Endpoint> to = List.of();

    @Option(
            names = "--conf",
            paramLabel = "FILE",
            required = true,
            description = "What is exported, imported and deployed: a file like conf/link.yaml.")
    private String file;

    @Mixin
    private TokenMixin token;

    private final CompletableFuture<Integer> end = new CompletableFuture<>();

    @SuppressWarnings("NullAway.Init") // picocli sets the fields
    LinkCommand() {}

    @Override
    public Integer call() throws Exception {
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        try {
            return run(vertx);
        } catch (ConfigException e) {
            e.problems().forEach(p -> System.err.println(file.equals(p.path()) ? p : file + ": " + p));
            return Busport.USAGE;
        } catch (Exception e) { // await() rethrows the cause as it is, checked or not
            System.err.println("The link ends. " + e.getMessage());
            return Busport.FAILED;
        } finally {
            vertx.close().await(LAST_WORDS_SECONDS, SECONDS);
        }
    }

    private int run(Vertx vertx) throws Exception {
        LinkConfig config = new ConfigLoader(vertx, new Environment(Map.of()))
                .link(file, to.stream().map(Endpoint::toString).toList(), token.said())
                .await();
        Services.require(config.services());
        Services.deploy(vertx, config.services()).await();
        vertx.eventBus().<JsonObject>localConsumer(ClientVerticle.EVENTS, event -> look(event.body()));
        var unused = Signals.register("TERM", () -> end.complete(Busport.OK));
        var unusedToo = Signals.register("INT", () -> end.complete(Busport.OK));
        ClientVerticle link = new ClientVerticle(config);
        String id = vertx.deployVerticle(link).await();
        announce(link.info());
        int code = end.get();
        // Before the services, so that what they are asked now is still answered.
        vertx.undeploy(id).await(LAST_WORDS_SECONDS, SECONDS);
        return code;
    }

    private void look(JsonObject event) {
        String kind = event.getString("kind");
        if (kind.equals("FAILED") || kind.equals("MOVED")) {
            System.err.println("The link ends. " + event.getString("text"));
            end.complete(Busport.FAILED);
        }
    }

    private static void announce(@Nullable SessionInfo info) {
        System.out.println("Linked to " + (info == null ? "nothing" : info.endpoint()));
    }
}

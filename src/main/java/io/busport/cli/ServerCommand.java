package io.busport.cli;

import io.busport.MainVerticle;
import io.busport.cluster.Engine;
import io.busport.config.ConfigException;
import io.busport.config.Environment;
import io.vertx.core.Deployable;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.launcher.application.HookContext;
import io.vertx.launcher.application.VertxApplication;
import io.vertx.launcher.application.VertxApplicationHooks;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs a gateway through the Vert.x launcher, until it is told to end. */
@Command(
        name = "server",
        description = "Run a gateway. Prints \"Listening on HOST:PORT\" when it is ready; ends cleanly on SIGTERM.")
final class ServerCommand implements Callable<Integer>, VertxApplicationHooks {

    @Option(
            names = "--conf",
            paramLabel = "FILE",
            description = "The configuration file. Default: BUSPORT_CONF, or conf/busport.yaml when it is there.")
    private @Nullable String file;

    @Option(
            names = "--cluster",
            description = "Join the other gateways: cluster.enabled, whatever the configuration says.")
    private boolean cluster;

    private @Nullable Throwable failure;
    /** Set before the main verticle is made, when there is one. */
    private volatile @Nullable Engine engine;

    @Override
    public Integer call() {
        boolean started = new Launcher(this).launch() == 0;
        if (started) {
            return Busport.OK; // The event loops keep the process alive from here on.
        }
        return failure instanceof ConfigException ? Busport.USAGE : Busport.FAILED;
    }

    /** The launcher without its own usage text and exit codes: ours are above. */
    private static final class Launcher extends VertxApplication {
        Launcher(VertxApplicationHooks hooks) {
            // Our builder finds out whether that is so, and builds another one when it is not.
            super(new String[] {"--cluster"}, hooks, false, false);
        }
    }

    @Override
    public VertxBuilder createVertxBuilder(VertxOptions options) {
        // TCP_USER_TIMEOUT and the round-trip time exist only there; elsewhere Vert.x falls back by itself.
        return new GatewayBuilder(options.setPreferNativeTransport(true), file, told(), e -> engine = e);
    }

    @Override
    public JsonObject afterConfigParsed(@Nullable JsonObject config) {
        return told();
    }

    /** What the command line says of the configuration. */
    private JsonObject told() {
        return cluster ? new JsonObject().put("cluster", new JsonObject().put("enabled", true)) : new JsonObject();
    }

    @Override
    public void afterFailureToStartVertx(HookContext context, @Nullable Throwable cause) {
        failure = cause;
        System.err.println(cause == null ? "Vert.x does not start in time" : cause.getMessage());
        leave();
    }

    @Override
    public void afterVertxStopped(HookContext context) {
        leave();
    }

    @Override
    public void afterFailureToStopVertx(HookContext context, @Nullable Throwable cause) {
        leave();
    }

    private void leave() {
        Engine started = engine;
        if (started != null) {
            engine = null;
            started.stop();
        }
    }

    @Override
    public Supplier<? extends Deployable> verticleSupplier() {
        return () -> new MainVerticle(file, Environment.ofProcess(), engine);
    }

    @Override
    public void afterFailureToDeployVerticle(HookContext context, @Nullable Throwable cause) {
        failure = cause;
        // The process ends next.
        var unused = context.vertx().close();
        leave();
    }
}

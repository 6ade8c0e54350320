package io.busport.cli;

import io.busport.MainVerticle;
import io.busport.config.Environment;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/** A gateway in this process, on free ports of this machine, which looks at no file and no environment. */
final class OwnGateway {
    private OwnGateway() {}

    /**
     * Blocks until it is ready; rethrows why it is not.
     *
     * @param logLevel of what it writes to standard error
     */
    static MainVerticle start(Vertx vertx, String logLevel) {
        MainVerticle gateway = new MainVerticle(null, new Environment(Map.of()));
        JsonObject config = new JsonObject()
                .put("log", new JsonObject().put("level", logLevel))
                .put("listen", new JsonObject().put("host", "127.0.0.1").put("port", 0))
                .put("admin", new JsonObject().put("host", "127.0.0.1").put("port", 0));
        var unused = vertx.deployVerticle(gateway, new DeploymentOptions().setConfig(config))
                .await();
        return gateway;
    }
}

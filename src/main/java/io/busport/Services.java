package io.busport;

import io.busport.config.ConfigException;
import io.busport.config.ConfigProblem;
import io.busport.config.ServiceConfig;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;

/** The verticles that a configuration names. */
public final class Services {
    private Services() {}

    /** @throws ConfigException with every class that is not there */
    public static void require(List<ServiceConfig> services) {
        List<ConfigProblem> problems = new ArrayList<>();
        for (int i = 0; i < services.size(); i++) {
            String name = services.get(i).className();
            try {
                var unused = Class.forName(name, false, Thread.currentThread().getContextClassLoader());
            } catch (ClassNotFoundException e) {
                problems.add(new ConfigProblem("services[" + i + "].class", name, "a class on the class path"));
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
    }

    /** One after the other. @return fails with the first that does not start */
    public static Future<Void> deploy(Vertx vertx, List<ServiceConfig> services) {
        Future<Void> all = Future.succeededFuture();
        for (ServiceConfig service : services) {
            DeploymentOptions options = new DeploymentOptions()
                    .setInstances(service.instances())
                    .setConfig(service.config().copy());
            all = all.compose(v -> vertx.deployVerticle(service.className(), options)
                            .recover(e -> Future.failedFuture(
                                    new StartException("service " + service.className() + " does not start: " + e))))
                    .mapEmpty();
        }
        return all;
    }
}

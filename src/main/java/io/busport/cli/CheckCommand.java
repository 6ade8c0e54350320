package io.busport.cli;

import io.busport.config.ConfigException;
import io.busport.config.ConfigLoader;
import io.busport.config.Environment;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Says whether a configuration file could be used. */
@Command(
        name = "check",
        description =
                "Validate a configuration file: every error at once, with its path, its value and what is expected.")
final class CheckCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "A file like conf/busport.yaml, or like conf/link.yaml.")
    private String file;

    @SuppressWarnings("NullAway.Init") // picocli sets the fields
    CheckCommand() {}

    @Override
    public Integer call() {
        Vertx vertx = Vertx.vertx();
        try {
            ConfigLoader loader = new ConfigLoader(vertx, new Environment(Map.of()));
            var unused = loader.isLink(file)
                    .compose(link -> link
                            ? loader.link(file, List.of(), null).mapEmpty()
                            : loader.check(file).mapEmpty())
                    .await();
            System.out.println(file + ": ok");
            return Busport.OK;
        } catch (ConfigException e) {
            e.problems().forEach(p -> System.err.println(file.equals(p.path()) ? p : file + ": " + p));
            return Busport.USAGE;
        } finally {
            var unused = vertx.close();
        }
    }
}

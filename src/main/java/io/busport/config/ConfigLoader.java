package io.busport.config;

import io.vertx.config.ConfigRetriever;
import io.vertx.config.ConfigRetrieverOptions;
import io.vertx.config.ConfigStoreOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects the sources of a gateway's configuration: file, directory, environment, deployment options; later wins.
 *
 * <p>Errors come as a {@link ConfigException}. A file that was named and is not there is one; the default file may be missing.
 */
public final class ConfigLoader {
    static final String DEFAULT_FILE = "conf/busport.yaml";

    private final Vertx vertx;
    private final Environment environment;

    public ConfigLoader(Vertx vertx, Environment environment) {
        this.vertx = vertx;
        this.environment = environment;
    }

    /**
     * @param file the configuration file, or null for {@code BUSPORT_CONF} or the default one
     * @param last a tree that wins over everything, such as the deployment options of the main verticle
     */
    public Future<BusportConfig> load(@Nullable String file, JsonObject last) {
        List<ConfigProblem> problems = new ArrayList<>();
        JsonObject fromEnvironment = environment.tree(problems);
        return yamlFiles(file)
                .compose(files -> merge(files, fromEnvironment, last))
                .map(merged -> BusportConfig.from(merged, problems));
    }

    /** Reads one file and nothing else. */
    public Future<BusportConfig> check(String file) {
        return exists(file).compose(this::readYaml).map(BusportConfig::from);
    }

    private Future<List<String>> yamlFiles(@Nullable String file) {
        String named = file != null ? file : environment.file();
        Future<List<String>> first = named != null
                ? exists(named).map(List::of)
                : vertx.fileSystem().exists(DEFAULT_FILE).map(there -> there ? List.of(DEFAULT_FILE) : List.of());
        String directory = environment.directory();
        if (directory == null) {
            return first;
        }
        return first.compose(files -> filesOf(directory).map(more -> {
            List<String> all = new ArrayList<>(files);
            all.addAll(more);
            return all;
        }));
    }

    /** The directory's own *.yaml files by name. A mounted ConfigMap also holds ..data and a dated folder, which are the same files again. */
    private Future<List<String>> filesOf(String directory) {
        return vertx.fileSystem()
                .readDir(directory, "[^.].*\\.ya?ml")
                .map(files -> files.stream().sorted().toList())
                .recover(e ->
                        Future.failedFuture(problem(directory, "cannot be listed", "a directory of *.yaml files")));
    }

    private Future<JsonObject> merge(List<String> files, JsonObject fromEnvironment, JsonObject last) {
        Future<List<ConfigStoreOptions>> stores = Future.succeededFuture(new ArrayList<>());
        for (String file : files) {
            stores = stores.compose(all -> readYaml(file).map(tree -> with(all, treeStore(tree))));
        }
        return stores.compose(all -> retrieve(with(with(all, treeStore(fromEnvironment)), treeStore(last))));
    }

    private static List<ConfigStoreOptions> with(List<ConfigStoreOptions> stores, ConfigStoreOptions last) {
        stores.add(last);
        return stores;
    }

    /** Reads the files one by one, so that the one that cannot be read is named. */
    private Future<JsonObject> readYaml(String file) {
        return vertx.fileSystem()
                .readFile(file)
                .compose(content -> saysNothing(content.toString())
                        ? Future.succeededFuture(new JsonObject())
                        : retrieve(List.of(yamlStore(file))))
                .recover(e -> Future.failedFuture(problem(file, firstLine(e), "a YAML map, as in conf/busport.yaml")));
    }

    /** A file of comments is a map without keys to its writer, but null to YAML, which vertx-config cannot merge. */
    private static boolean saysNothing(String yaml) {
        return yaml.lines().map(String::strip).allMatch(line -> line.isEmpty() || line.startsWith("#"));
    }

    private Future<JsonObject> retrieve(List<ConfigStoreOptions> stores) {
        ConfigRetriever retriever = ConfigRetriever.create(
                vertx, new ConfigRetrieverOptions().setScanPeriod(-1).setStores(stores));
        return retriever.getConfig().eventually(retriever::close);
    }

    private static ConfigStoreOptions yamlStore(String file) {
        return new ConfigStoreOptions().setType("file").setFormat("yaml").setConfig(new JsonObject().put("path", file));
    }

    private static ConfigStoreOptions treeStore(JsonObject tree) {
        return new ConfigStoreOptions().setType("json").setConfig(tree);
    }

    private Future<String> exists(String file) {
        return vertx.fileSystem()
                .exists(file)
                .compose(there -> there
                        ? Future.succeededFuture(file)
                        : Future.failedFuture(problem(file, "no such file", "a configuration file that can be read")));
    }

    private static ConfigException problem(String path, String value, String expected) {
        return new ConfigException(List.of(new ConfigProblem(path, value, expected)));
    }

    /** A parser's message has a drawing below it; one line is what fits an error. */
    private static String firstLine(Throwable e) {
        return e instanceof org.yaml.snakeyaml.error.MarkedYAMLException m
                ? m.getProblem() + " at line " + (m.getProblemMark().getLine() + 1)
                : String.valueOf(e.getMessage()).lines().findFirst().orElse("cannot be read");
    }
}

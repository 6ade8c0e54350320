package io.busport.config;

import io.vertx.config.ConfigRetriever;
import io.vertx.config.ConfigRetrieverOptions;
import io.vertx.config.ConfigStoreOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
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
    public ConfigSource source(@Nullable String file, JsonObject last) {
        return new ConfigSource() {
            @Override
            public Future<List<YamlFile>> read() {
                return paths(file).compose(ConfigLoader.this::readAll);
            }

            @Override
            public Future<BusportConfig> parse(List<YamlFile> files) {
                List<ConfigProblem> problems = new ArrayList<>();
                JsonObject fromEnvironment = environment.tree(problems);
                return parseAll(files)
                        .compose(trees -> {
                            trees.add(fromEnvironment);
                            trees.add(last);
                            return merge(trees);
                        })
                        .map(merged -> BusportConfig.from(merged, problems));
            }
        };
    }

    /** Reads all of it once, as {@link #source} says. */
    public Future<BusportConfig> load(@Nullable String file, JsonObject last) {
        return source(file, last).load();
    }

    /** Reads one file and nothing else. */
    public Future<BusportConfig> check(String file) {
        return tree(file).map(BusportConfig::from);
    }

    /**
     * Reads the file of a link and nothing else.
     *
     * @param to instead of the file's, unless it is empty
     * @param token instead of the file's, unless it is null
     */
    public Future<LinkConfig> link(String file, List<String> to, @Nullable String token) {
        return tree(file).map(tree -> {
            JsonObject told = to.isEmpty() ? tree : tree.put("to", new JsonArray(to));
            return LinkConfig.from(token == null ? told : told.put("token", token));
        });
    }

    /** Whether a file is a link's: only a link goes {@code to} somewhere. */
    public Future<Boolean> isLink(String file) {
        return tree(file).map(tree -> tree.containsKey("to"));
    }

    private Future<JsonObject> tree(String file) {
        return exists(file).compose(path -> YamlFile.read(vertx, path)).compose(yaml -> yaml.parse(vertx));
    }

    private Future<List<String>> paths(@Nullable String file) {
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

    /** One by one, so that the one that cannot be read is named. */
    private Future<List<YamlFile>> readAll(List<String> paths) {
        Future<List<YamlFile>> files = Future.succeededFuture(new ArrayList<>());
        for (String path : paths) {
            files = files.compose(all -> YamlFile.read(vertx, path).map(file -> with(all, file)));
        }
        return files;
    }

    private Future<List<JsonObject>> parseAll(List<YamlFile> files) {
        Future<List<JsonObject>> trees = Future.succeededFuture(new ArrayList<>());
        for (YamlFile file : files) {
            trees = trees.compose(all -> file.parse(vertx).map(tree -> with(all, tree)));
        }
        return trees;
    }

    private static <T> List<T> with(List<T> all, T last) {
        all.add(last);
        return all;
    }

    private Future<JsonObject> merge(List<JsonObject> trees) {
        ConfigRetrieverOptions options = new ConfigRetrieverOptions().setScanPeriod(-1);
        trees.forEach(tree ->
                options.addStore(new ConfigStoreOptions().setType("json").setConfig(tree)));
        ConfigRetriever retriever = ConfigRetriever.create(vertx, options);
        return retriever.getConfig().eventually(retriever::close);
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
}

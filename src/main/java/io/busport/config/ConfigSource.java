package io.busport.config;

import io.vertx.core.Future;
import java.util.List;

/** Where a configuration comes from. Reading is cheap and may be done often; parsing is worth it when what was read is different. */
public interface ConfigSource {
    /** What the files say now, in the order in which later ones win. Fails with a {@link ConfigException}. */
    Future<List<YamlFile>> read();

    /** The configuration of these files and everything that wins over them. Fails with a {@link ConfigException}. */
    Future<BusportConfig> parse(List<YamlFile> files);

    default Future<BusportConfig> load() {
        return read().compose(this::parse);
    }
}

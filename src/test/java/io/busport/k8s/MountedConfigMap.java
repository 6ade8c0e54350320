package io.busport.k8s;

import io.fabric8.kubernetes.api.model.ConfigMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A ConfigMap on disk the way the kubelet mounts it: each key links to ..data, which links to a dated folder with the files. */
final class MountedConfigMap {
    private MountedConfigMap() {}

    static Path at(Path folder, ConfigMap map) throws IOException {
        Path dated = Files.createDirectories(folder.resolve("..2026_01_01_00_00_00.1"));
        Files.createSymbolicLink(folder.resolve("..data"), dated.getFileName());
        for (Map.Entry<String, String> file : map.getData().entrySet()) {
            Files.writeString(dated.resolve(file.getKey()), file.getValue());
            Files.createSymbolicLink(folder.resolve(file.getKey()), Path.of("..data", file.getKey()));
        }
        return folder;
    }
}

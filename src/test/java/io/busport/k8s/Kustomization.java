package io.busport.k8s;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A kustomization.yaml, as far as ours go: a key that is not here is an error, so this grows with them. */
record Kustomization(
        String apiVersion,
        String kind,
        @Nullable String namespace,
        @Nullable List<String> resources,
        @Nullable List<String> components,
        @Nullable List<ConfigMapGenerator> configMapGenerator,
        @Nullable List<Map<String, Object>> labels,
        @Nullable List<Map<String, Object>> replicas,
        @Nullable List<Map<String, Object>> images,
        @Nullable List<Map<String, Object>> patches) {

    /**
     * A ConfigMap of files, each under its own name.
     *
     * @param behavior merge adds the files to a ConfigMap that is there already
     */
    record ConfigMapGenerator(
            @JsonProperty(required = true) String name,
            @Nullable String behavior,
            @JsonProperty(required = true) List<String> files) {}

    static Kustomization in(Path folder) throws IOException {
        return KubernetesYaml.read(Files.readString(folder.resolve("kustomization.yaml")), Kustomization.class);
    }

    /** The files that are named here, relative to its folder, and itself. */
    Stream<String> files() {
        Stream<String> generated = generators().stream().flatMap(generator -> generator.files().stream());
        return Stream.of(Stream.of("kustomization.yaml"), resourceFiles(), generated)
                .flatMap(files -> files);
    }

    /** The manifests as they stand in the files: neither namespace nor labels nor patches are put in, that is kubectl's part. */
    Manifests manifests(Path folder) throws IOException {
        List<HasMetadata> all = new ArrayList<>();
        for (String file : resourceFiles().toList()) {
            all.addAll(KubernetesYaml.manifests(Files.readString(folder.resolve(file))));
        }
        for (ConfigMapGenerator generator : generators()) {
            ConfigMapBuilder map = new ConfigMapBuilder()
                    .withNewMetadata()
                    .withName(generator.name())
                    .endMetadata();
            for (String file : generator.files()) {
                Path path = folder.resolve(file);
                map.addToData(path.getFileName().toString(), Files.readString(path));
            }
            all.add(map.build());
        }
        return new Manifests(all);
    }

    private Stream<String> resourceFiles() {
        return resources == null ? Stream.of() : resources.stream().filter(resource -> resource.endsWith(".yaml"));
    }

    private List<ConfigMapGenerator> generators() {
        return configMapGenerator == null ? List.of() : configMapGenerator;
    }
}

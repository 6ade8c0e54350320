package io.busport.k8s;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What is applied to a cluster together, and the way to its parts. A part that is missing, or there twice, is an error that says so. */
record Manifests(List<HasMetadata> all) {
    Deployment deployment() {
        return only(Deployment.class);
    }

    Service service() {
        return only(Service.class);
    }

    ConfigMap configMap() {
        return only(ConfigMap.class);
    }

    PodDisruptionBudget budget() {
        return only(PodDisruptionBudget.class);
    }

    NetworkPolicy networkPolicy() {
        return only(NetworkPolicy.class);
    }

    Map<String, String> podLabels() {
        return deployment().getSpec().getTemplate().getMetadata().getLabels();
    }

    PodSpec pod() {
        return deployment().getSpec().getTemplate().getSpec();
    }

    Container container() {
        return one(pod().getContainers(), "container");
    }

    /** The container's port of that name, as probes, Service and NetworkPolicy use it. */
    int port(String name) {
        List<ContainerPort> named = container().getPorts().stream()
                .filter(port -> name.equals(port.getName()))
                .toList();
        return one(named, "container port named " + name).getContainerPort();
    }

    Map<String, String> environment() {
        return container().getEnv().stream().collect(Collectors.toMap(EnvVar::getName, EnvVar::getValue));
    }

    String variable(String name) {
        return requireNonNull(environment().get(name), "expected the container to have a variable " + name);
    }

    VolumeMount mountAt(String path) {
        List<VolumeMount> there = container().getVolumeMounts().stream()
                .filter(mount -> path.equals(mount.getMountPath()))
                .toList();
        return one(there, "volume mounted at " + path);
    }

    <T extends HasMetadata> T only(Class<T> type) {
        return one(all.stream().filter(type::isInstance).map(type::cast).toList(), type.getSimpleName());
    }

    static <T> T one(List<T> found, String what) {
        if (found.size() != 1) {
            throw new AssertionError("expected one " + what + " but found " + found.size() + ": " + found);
        }
        return found.get(0);
    }
}

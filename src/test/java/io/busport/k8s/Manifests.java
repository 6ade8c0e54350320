package io.busport.k8s;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
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
    /** The address of the pod, where one is needed that Kubernetes would give it. */
    static final String POD_ADDRESS = "10.244.0.7";

    Deployment deployment() {
        return only(Deployment.class);
    }

    /** The one that clients come through. */
    Service service() {
        return named(Service.class, "busport");
    }

    /** The one whose name is the list of the gateways. */
    Service clusterService() {
        return named(Service.class, "busport-cluster");
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

    /** A port as probes, Services and NetworkPolicy name it: by a number, or by the name of a port of the container. */
    int port(IntOrString port) {
        return port.getStrVal() == null ? port.getIntVal() : port(port.getStrVal());
    }

    /** The container's port of that name. */
    int port(String name) {
        List<ContainerPort> named = container().getPorts().stream()
                .filter(port -> name.equals(port.getName()))
                .toList();
        return one(named, "container port named " + name).getContainerPort();
    }

    /** The variables as the process gets them: what a variable takes from its own pod is put in, as the kubelet does. */
    Map<String, String> environment() {
        return container().getEnv().stream().collect(Collectors.toMap(EnvVar::getName, Manifests::value));
    }

    private static String value(EnvVar variable) {
        if (variable.getValueFrom() == null) {
            return variable.getValue();
        }
        String field = variable.getValueFrom().getFieldRef().getFieldPath();
        if (!field.equals("status.podIP")) {
            throw new AssertionError(
                    variable.getName() + ": " + field + " (expected: status.podIP, or tell this test what it is)");
        }
        return POD_ADDRESS;
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

    <T extends HasMetadata> T named(Class<T> type, String name) {
        List<T> found = all.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .filter(part -> name.equals(part.getMetadata().getName()))
                .toList();
        return one(found, type.getSimpleName() + " named " + name);
    }

    static <T> T one(List<T> found, String what) {
        if (found.size() != 1) {
            throw new AssertionError("expected one " + what + " but found " + found.size() + ": " + found);
        }
        return found.get(0);
    }
}

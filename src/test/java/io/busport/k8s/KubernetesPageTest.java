package io.busport.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code docs/kubernetes.md}, and what the README says of it, against the manifests. */
class KubernetesPageTest {
    private static final String PAGE = "docs/kubernetes.md";
    private static final Pattern YAML = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern KUSTOMIZED = Pattern.compile("apply -k (k8s/[a-z/-]+)");
    private static final Pattern COMMAND =
            Pattern.compile("kubectl -n ([a-z]+) [^`]*?(deploy|svc|endpoints)[ /]([a-z-]+)");

    private static Manifests base() throws IOException {
        return Kustomization.in(ManifestsTest.BASE).manifests(ManifestsTest.BASE);
    }

    @Test
    void an_api_server_takes_every_manifest_on_the_page() throws IOException {
        assertThat(YAML.matcher(read(PAGE)).results().map(match -> match.group(1)))
                .isNotEmpty()
                .allSatisfy(yaml -> assertThat(KubernetesYaml.manifests(yaml)).isNotEmpty());
    }

    @Test
    void the_policy_for_members_opens_the_ports_of_the_cluster_to_them_and_no_other() throws IOException {
        List<String> yaml =
                YAML.matcher(read(PAGE)).results().map(match -> match.group(1)).toList();
        var members = new Manifests(KubernetesYaml.manifests(Manifests.one(yaml, "manifest")))
                .only(NetworkPolicy.class)
                .getSpec();
        Manifests k8s = base();

        assertThat(members.getPodSelector())
                .isEqualTo(k8s.networkPolicy().getSpec().getPodSelector());
        assertThat(Manifests.one(members.getIngress(), "rule").getPorts())
                .extracting(port -> port.getPort().getIntVal())
                .containsExactlyInAnyOrder(k8s.port("cluster"), k8s.port("failure"), k8s.port("bus"));
        assertThat(Manifests.one(members.getEgress(), "rule").getPorts())
                .isEqualTo(members.getIngress().get(0).getPorts());
    }

    @Test
    void the_table_has_every_port_of_the_gateway() throws IOException {
        for (ContainerPort port : base().container().getPorts()) {
            assertThat(read(PAGE)).contains("| " + port.getContainerPort() + " | `" + port.getName() + "` |");
        }
    }

    @Test
    void the_times_on_the_page_are_those_of_the_deployment() throws IOException {
        var deployment = base().deployment().getSpec();

        assertThat(read(PAGE))
                .contains("| +" + deployment.getMinReadySeconds() + " s | it has been ready for `minReadySeconds`")
                .contains("| +" + base().pod().getTerminationGracePeriodSeconds()
                        + " s | `terminationGracePeriodSeconds`")
                .contains("After " + deployment.getProgressDeadlineSeconds() + " s without progress");
    }

    @ParameterizedTest
    @ValueSource(strings = {PAGE, "README.md"})
    void commands_name_what_is_there(String page) throws IOException {
        String text = read(page);

        assertThat(KUSTOMIZED.matcher(text).results().map(match -> Path.of(match.group(1), "kustomization.yaml")))
                .isNotEmpty()
                .allMatch(Files::exists);
        List<MatchResult> commands = COMMAND.matcher(text).results().toList();
        assertThat(commands)
                .isNotEmpty()
                .allMatch(command -> command.group(1).equals("busport"))
                .allMatch(command ->
                        command.group(3).equals(command.group(2).equals("endpoints") ? "busport-cluster" : "busport"));
    }

    /** The one address that a reader types by hand. */
    @Test
    void the_readme_connects_to_the_node_port_of_the_service_with_an_image_it_has_built() throws IOException {
        int nodePort = Manifests.one(base().service().getSpec().getPorts(), "port of the Service")
                .getNodePort();

        assertThat(read("README.md")).contains("./busport client $NODE_IP:" + nodePort);
        assertThat(read("pom.xml")).contains("<tar>${project.build.directory}/busport-image.tar</tar>");
        assertThat(read("README.md")).contains("load image-archive target/busport-image.tar");
    }

    private static String read(String file) throws IOException {
        return Files.readString(Path.of(file));
    }
}

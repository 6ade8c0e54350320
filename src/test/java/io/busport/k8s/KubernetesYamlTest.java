package io.busport.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.Json;
import io.vertx.core.json.jackson.DatabindCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The other tests of this package are worth as much as the reader under them is strict. */
class KubernetesYamlTest {
    private static final String DEPLOYMENT = """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: busport
            spec:
              replicas: 2
              template:
                spec:
                  containers:
                    - name: gateway
                      ports: [{name: gateway, containerPort: 8000}]
                      env: [{name: BUSPORT_LOG, value: json}]
                      resources: {limits: {memory: 512Mi}}
                      securityContext:
                        readOnlyRootFilesystem: true
            """;

    @Test
    void a_manifest_becomes_kubernetes_own_type() {
        assertThat(new Manifests(KubernetesYaml.manifests(DEPLOYMENT))
                        .deployment()
                        .getSpec()
                        .getReplicas())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "'replicas: 2', 'replica: 2', replica",
        "readOnlyRootFilesystem, readonlyRootFilesystem, readonlyRootFilesystem",
        "'name: busport', 'names: busport', names",
        "'metadata:', 'additionalProperties: {a: b}\nmetadata:', additionalProperties",
        "'replicas: 2', 'replicas: \"2\"', replicas",
        "'value: json', 'value: 1', value",
        "'value: json', 'value: true', value",
        "apps/v1, apps/v2, apps/v2",
        "'replicas: 2', 'replicas: 2\n  replicas: 3', replicas",
        "'name: busport', 'name: Busport', metadata.name",
        "'name: busport', 'name: busport\n  labels: {app: a b}', metadata.labels.app",
        "'name: gateway, c', 'name: gateway-of-clients, c', ports",
        "8000, 80000, containerPort",
        "512Mi, 512MiB, limits.memory",
        "'value: json}', 'value: json}, {name: BUSPORT_LOG}', BUSPORT_LOG",
        "BUSPORT_LOG, BUSPORT-LOG, BUSPORT-LOG",
    })
    void what_an_api_server_would_refuse_is_refused(String right, String wrong, String named) {
        assertThat(DEPLOYMENT).contains(right);
        String broken = DEPLOYMENT.replace(right, wrong);

        assertThatThrownBy(() -> KubernetesYaml.manifests(broken)).hasMessageContaining(named);
    }

    /** The model brings Jackson's databind, and with it on the path Vert.x would write JSON that the gateway cannot. */
    @Test
    void the_json_of_vertx_is_the_one_that_the_gateway_has() {
        assertThat(Json.CODEC).isNotInstanceOf(DatabindCodec.class);
    }
}

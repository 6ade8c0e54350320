package io.busport.k8s;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Reads manifests into Kubernetes' own types, as strictly as an API server takes them: what it would refuse fails here. */
final class KubernetesYaml {
    private static final Map<String, Class<? extends HasMetadata>> KINDS = Map.of(
            "v1 Namespace", Namespace.class,
            "v1 ServiceAccount", ServiceAccount.class,
            "v1 ConfigMap", ConfigMap.class,
            "v1 Service", Service.class,
            "apps/v1 Deployment", Deployment.class,
            "policy/v1 PodDisruptionBudget", PodDisruptionBudget.class,
            "networking.k8s.io/v1 NetworkPolicy", NetworkPolicy.class,
            "scheduling.k8s.io/v1 PriorityClass", PriorityClass.class);

    private static final JsonMapper STRICT = strict();

    private KubernetesYaml() {}

    /** @throws IllegalArgumentException naming what is wrong and where */
    static List<HasMetadata> manifests(String yaml) {
        List<HasMetadata> manifests = new ArrayList<>();
        for (Object document : parser().loadAll(yaml)) {
            Class<? extends HasMetadata> type = typeOf(document);
            manifests.add(STRICT.convertValue(document, type));
            KubernetesRules.check(document);
        }
        return manifests;
    }

    /** @throws IllegalArgumentException naming what is wrong and where */
    static <T> T read(String yaml, Class<T> type) {
        return STRICT.convertValue(parser().load(yaml), type);
    }

    private static Class<? extends HasMetadata> typeOf(Object document) {
        if (document instanceof Map<?, ?> map) {
            Class<? extends HasMetadata> type = KINDS.get(map.get("apiVersion") + " " + map.get("kind"));
            if (type != null) {
                return type;
            }
        }
        throw new IllegalArgumentException("expected one of " + KINDS.keySet() + " but was " + document);
    }

    private static Yaml parser() {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        return new Yaml(new SafeConstructor(options));
    }

    private static JsonMapper strict() {
        return JsonMapper.builder()
                .annotationIntrospector(new NoCatchAll())
                .enable(
                        DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                        DeserializationFeature.FAIL_ON_IGNORED_PROPERTIES)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                // Kubernetes takes no number for a text: `value: 8000` of a variable is refused.
                .withCoercionConfig(
                        LogicalType.Textual,
                        text -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
                .build();
    }

    /** The model collects fields that it does not know in a map of each object; without that map they are errors. */
    private static final class NoCatchAll extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1;

        @Override
        public Boolean hasAnySetter(Annotated a) {
            return false;
        }
    }
}

package io.busport.k8s;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What an API server checks beyond the names and types of fields, as far as our manifests need it: names, labels, ports, amounts. */
final class KubernetesRules {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern PORT_NAME = Pattern.compile("(?=.*[a-z])(?!.*--)[a-z0-9]([-a-z0-9]{0,13}[a-z0-9])?");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern LABEL =
            Pattern.compile("([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");
    private static final Pattern LABEL_VALUE = Pattern.compile("([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?");
    private static final Pattern AMOUNT = Pattern.compile("[0-9]+(\\.[0-9]+)?(m|k|M|G|T|Ki|Mi|Gi|Ti)?");

    private static final Set<String> LABELS = Set.of("labels", "matchLabels", "selector");
    private static final Set<String> AMOUNTS = Set.of("requests", "limits");

    private KubernetesRules() {}

    /** @throws IllegalArgumentException naming what is wrong and where */
    static void check(Object document) {
        walk("", "", document);
    }

    private static void walk(String path, String key, Object value) {
        if (value instanceof Map<?, ?> map) {
            if (LABELS.contains(key) && map.values().stream().noneMatch(Map.class::isInstance)) {
                map.forEach((name, text) -> {
                    require(LABEL, path, name, "the name of a label");
                    require(LABEL_VALUE, path + "." + name, text, "the value of a label");
                });
            }
            if (AMOUNTS.contains(key)) {
                map.forEach((name, amount) ->
                        require(AMOUNT, path + "." + name, amount, "an amount such as 250m or 512Mi"));
            }
            map.forEach((name, child) -> field(path + "." + name, key, String.valueOf(name), child));
        } else if (value instanceof List<?> list) {
            unique(path, list);
            for (int i = 0; i < list.size(); i++) {
                walk(path + "[" + i + "]", key, list.get(i));
            }
        }
    }

    /** @param parent the key of the map or list that the field is in */
    private static void field(String path, String parent, String key, Object value) {
        boolean name = key.equals("name");
        if (name && parent.equals("ports")) {
            require(PORT_NAME, path, value, "the name of a port");
        } else if (name && parent.equals("env")) {
            require(VARIABLE, path, value, "the name of a variable");
        } else if (name || key.equals("namespace")) {
            require(NAME, path, value, "a DNS label");
        } else if (key.equals("nodePort")) {
            between(path, value, 30_000, 32_767);
        } else if (key.equals("sizeLimit")) {
            require(AMOUNT, path, value, "an amount such as 64Mi");
        } else if (value instanceof Integer && (key.equals("port") || key.equals("containerPort"))) {
            between(path, value, 1, 65_535);
        }
        walk(path, key, value);
    }

    /** Containers, ports, variables, volumes: what has a name in a list has it alone there. */
    private static void unique(String path, List<?> list) {
        Set<Object> names = new HashSet<>();
        for (Object item : list) {
            if (item instanceof Map<?, ?> map && map.containsKey("name") && !names.add(map.get("name"))) {
                throw new IllegalArgumentException(path + ": " + map.get("name") + " is there twice (expected: once)");
            }
        }
    }

    private static void require(Pattern pattern, String path, Object value, String expected) {
        if (!pattern.matcher(String.valueOf(value)).matches()) {
            throw new IllegalArgumentException(path + ": " + value + " (expected: " + expected + ")");
        }
    }

    private static void between(String path, Object value, int least, int most) {
        if (!(value instanceof Integer number) || number < least || number > most) {
            throw new IllegalArgumentException(path + ": " + value + " (expected: from " + least + " to " + most + ")");
        }
    }
}

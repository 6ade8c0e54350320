package io.busport.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.busport.config.BusportConfig;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The rules that docs/permissions.md shows give the denials that it shows. */
class DocumentedPermissionsTest {
    private static final Pattern BLOCK = Pattern.compile("```(\\w*)\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern DENIAL =
            Pattern.compile("(send to|publish to|register at) \"([^\"]*)\" is denied: .+");

    @Test
    void the_denials_are_those_of_the_rules() throws IOException {
        String page = Files.readString(Path.of("docs/permissions.md"));
        Permissions permissions = permissions(block(page, "yaml"));
        List<String> denials = block(page, "").lines().toList();
        assertThat(denials).isNotEmpty().allSatisfy(line -> {
            Matcher denial = DENIAL.matcher(line);
            assertThat(denial.matches()).as(line).isTrue();
            assertThat(refusal(permissions, denial.group(1), denial.group(2))).isEqualTo(line);
        });
    }

    private static String refusal(Permissions permissions, String act, String address) {
        String refusal = act.equals("register at")
                ? permissions.refusalOfRegister(address, Set.of())
                : permissions.refusalOfSend(act.replace(" to", ""), address, null, Set.of());
        return String.valueOf(refusal);
    }

    private static Permissions permissions(String yaml) {
        Map<String, Object> tree = new Yaml().load(yaml);
        return Permissions.of(BusportConfig.from(new JsonObject(tree)).permissions());
    }

    private static String block(String page, String language) {
        return BLOCK.matcher(page)
                .results()
                .filter(block -> block.group(1).equals(language))
                .map(block -> block.group(2))
                .findFirst()
                .orElseThrow();
    }
}

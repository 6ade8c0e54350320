package io.busport.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.busport.config.PermissionsConfig.Rule;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PermissionsConfigTest {

    @Test
    void a_rule_has_an_address_or_a_regex_and_may_ask_for_more() {
        PermissionsConfig permissions = read("""
                {"inbound": [{"address": "orders", "match": {"kind": "new"}}, {"addressRegex": "a\\\\..+"}],
                 "outbound": [{"address": "alarms", "requiredAuthority": "admin"}]}""");
        assertThat(permissions.inbound())
                .containsExactly(
                        new Rule("orders", null, new JsonObject().put("kind", "new"), null),
                        new Rule(null, "a\\..+", new JsonObject(), null));
        assertThat(permissions.outbound()).containsExactly(new Rule("alarms", null, new JsonObject(), "admin"));
    }

    @Test
    void a_text_alone_is_an_address_also_from_the_environment() {
        List<Rule> both = List.of(Rule.of("messages"), Rule.of("orders"));
        assertThat(read("{\"inbound\": [\"messages\", \"orders\"]}").inbound()).isEqualTo(both);
        JsonObject tree = new Environment(Map.of("BUSPORT_PERMISSIONS_INBOUND", "messages,orders"))
                .tree(new java.util.ArrayList<>());
        assertThat(BusportConfig.from(tree).permissions().inbound()).isEqualTo(both);
    }

    @Test
    void an_empty_list_permits_nothing_and_an_absent_one_is_the_default() {
        PermissionsConfig permissions = read("{\"inbound\": []}");
        assertThat(permissions.inbound()).isEmpty();
        assertThat(permissions.outbound()).extracting(Rule::address).containsExactly("broadcast", null);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {}                                         | .address: nothing (expected: an address, or an addressRegex: a rule needs one of them)
                    {"match": {"a": 1}}                        | .address: nothing (expected: an address, or an addressRegex: a rule needs one of them)
                    {"address": "a", "addressRegex": "b"}      | .addressRegex: b (expected: address or addressRegex, not both)
                    {"addressRegex": "a("}                     | .addressRegex: a( (expected: a regular expression of Java, but: Unclosed group)
                    {"address": "busport.events"}              | .address: busport.events (expected: an event bus address that does not start with busport. or __vertx.)
                    {"address": "__vertx.reply.1"}             | .address: __vertx.reply.1 (expected: an event bus address that does not start with busport. or __vertx.)
                    {"addressRegex": "busport\\\\..*"}         | .addressRegex: busport\\..* (expected: an event bus address that does not start with busport. or __vertx.)
                    {"address": "a", "match": "b"}             | .match: b (expected: a map)
                    {"address": "a", "requiredAuthority": []}  | .requiredAuthority: [] (expected: a text)
                    {"adress": "a", "address": "a"}            | .adress: unknown key (expected: one of address, addressRegex, match, requiredAuthority)
                    """)
    void a_rule_that_is_wrong_is_named_by_its_place(String rule, String problem) {
        String lists = "{\"%s\": [\"fine\", " + rule + "]}";
        for (String list : List.of("inbound", "outbound")) {
            ConfigException e = catchThrowableOfType(ConfigException.class, () -> read(lists.formatted(list)));
            assertThat(e).as(rule).isNotNull();
            assertThat(e).hasMessage("permissions." + list + "[1]" + problem);
        }
    }

    private static PermissionsConfig read(String json) {
        return BusportConfig.from(new JsonObject().put("permissions", new JsonObject(json)))
                .permissions();
    }
}

package io.busport.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.busport.config.BusportConfig;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PermissionsTest {
    private static final String RULES = """
            {"inbound": [
               {"address": "messages"},
               {"address": "orders"},
               {"addressRegex": "orders\\\\..+", "requiredAuthority": "admin"},
               {"addressRegex": "chat[.][^ ]+"},
               {"address": "typed", "match": {"kind": "a"}},
               {"address": "both", "match": {"kind": "a"}, "requiredAuthority": "admin"},
               {"address": "twice", "requiredAuthority": "admin"},
               {"address": "twice", "match": {"kind": "b"}}],
             "outbound": [
               {"address": "news"},
               {"addressRegex": "alarms\\\\..+", "requiredAuthority": "guard"},
               {"address": "mine", "match": {"to": "me"}}]}""";

    private static final Set<String> NOBODY = Set.of();
    private static final Set<String> ADMIN = Set.of("user", "admin");

    private final Permissions permissions = permissions(RULES);

    @ParameterizedTest
    @ValueSource(strings = {"messages", "orders", "chat.room", "chat.이", "chat.room_2"})
    void what_a_rule_covers_is_permitted_for_everybody(String address) {
        assertThat(permissions.refusalOfSend("send", address, "any", NOBODY)).isNull();
        assertThat(permissions.refusalOfSend("publish", address, null, NOBODY)).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    orders.new   | no inbound rule permits it (nearest: permissions.inbound[2] addressRegex "orders\\..+" requires authority "admin", which nobody proved)
                    orders.      | no inbound rule permits it (nearest: permissions.inbound[2] addressRegex "orders\\..+" does not fit the whole address)
                    orderz       | no inbound rule permits it (nearest: permissions.inbound[1] address "orders" is another address)
                    Messages     | no inbound rule permits it (nearest: permissions.inbound[0] address "messages" is another address)
                    chat.a b     | no inbound rule permits it (nearest: permissions.inbound[3] addressRegex "chat[.][^ ]+" does not fit the whole address)
                    xchat.a      | no inbound rule permits it (nearest: permissions.inbound[0] address "messages" is another address)
                    typed        | no inbound rule permits it (nearest: permissions.inbound[4] address "typed" match {"kind":"a"} does not fit the body)
                    both         | no inbound rule permits it (nearest: permissions.inbound[5] address "both" requires authority "admin", which nobody proved)
                    twice        | no inbound rule permits it (nearest: permissions.inbound[7] address "twice" match {"kind":"b"} does not fit the body)
                    news         | no inbound rule permits it (nearest: permissions.inbound[0] address "messages" is another address)
                    busport.to.a | addresses that start with busport. or __vertx. are closed to clients
                    __vertx.reply.1 | addresses that start with busport. or __vertx. are closed to clients
                    ``           | an address cannot be empty
                    """)
    void a_denial_names_the_rule_that_came_nearest(String address, String why) {
        for (String verb : List.of("send", "publish")) {
            assertThat(permissions.refusalOfSend(verb, address, "text", NOBODY))
                    .isEqualTo(verb + " to \"" + address + "\" is denied: " + why);
        }
    }

    @Test
    void a_denial_is_one_line_whatever_the_address_is() {
        assertThat(permissions.refusalOfSend("send", "x\n\"y\"", null, NOBODY))
                .isEqualTo("send to \"x\\n\\\"y\\\"\" is denied: no inbound rule permits it"
                        + " (nearest: permissions.inbound[0] address \"messages\" is another address)");
    }

    @Test
    void without_rules_nothing_is_permitted() {
        Permissions none = permissions("{\"inbound\": [], \"outbound\": []}");
        assertThat(none.refusalOfSend("send", "a", null, ADMIN))
                .isEqualTo("send to \"a\" is denied: there are no inbound rules");
        assertThat(none.refusalOfRegister("a", ADMIN))
                .isEqualTo("register at \"a\" is denied: there are no outbound rules");
        assertThat(none.permitsDelivery("a", null, ADMIN)).isFalse();
    }

    @Test
    void the_widest_rules_do_not_open_what_is_reserved() {
        Permissions all =
                permissions("{\"inbound\": [{\"addressRegex\": \".*\"}], \"outbound\": [{\"addressRegex\": \".*\"}]}");
        assertThat(all.refusalOfSend("send", "anything", null, NOBODY)).isNull();
        for (String reserved : List.of("busport.", "busport.events", "__vertx.reply.1", "")) {
            assertThat(all.refusalOfSend("send", reserved, null, ADMIN)).isNotNull();
            assertThat(all.refusalOfRegister(reserved, ADMIN)).isNotNull();
            assertThat(all.permitsDelivery(reserved, null, ADMIN)).isFalse();
        }
        assertThat(all.refusalOfSend("send", "busport", null, NOBODY))
                .as("not reserved")
                .isNull();
    }

    @Test
    void an_authority_opens_a_rule_and_the_body_still_has_to_fit() {
        assertThat(permissions.refusalOfSend("send", "orders.new", null, ADMIN)).isNull();
        assertThat(permissions.refusalOfSend("send", "orders.new", null, Set.of("user")))
                .contains("\"admin\"");
        assertThat(permissions.refusalOfSend("send", "both", kind("a"), ADMIN)).isNull();
        assertThat(permissions.refusalOfSend("send", "both", kind("b"), ADMIN)).contains("does not fit the body");
        assertThat(permissions.refusalOfSend("send", "both", kind("a"), NOBODY)).contains("requires authority");
    }

    @Test
    void one_rule_of_several_is_enough() {
        assertThat(permissions.refusalOfSend("send", "twice", kind("c"), ADMIN)).isNull();
        assertThat(permissions.refusalOfSend("send", "twice", kind("b"), NOBODY))
                .isNull();
        assertThat(permissions.refusalOfSend("send", "twice", kind("c"), NOBODY))
                .isNotNull();
    }

    @Test
    void hearing_is_permitted_by_outbound_rules_without_a_look_at_match() {
        assertThat(permissions.refusalOfRegister("news", NOBODY)).isNull();
        assertThat(permissions.refusalOfRegister("mine", NOBODY)).isNull();
        assertThat(permissions.refusalOfRegister("alarms.fire", Set.of("guard")))
                .isNull();
        assertThat(permissions.refusalOfRegister("alarms.fire", ADMIN))
                .isEqualTo("register at \"alarms.fire\" is denied: no outbound rule permits it (nearest:"
                        + " permissions.outbound[1] addressRegex \"alarms\\..+\" requires authority \"guard\", which"
                        + " nobody proved)");
        assertThat(permissions.refusalOfRegister("messages", NOBODY)).isNotNull();
    }

    @Test
    void each_delivery_is_decided_with_its_body() {
        assertThat(permissions.permitsDelivery("news", "any", NOBODY)).isTrue();
        assertThat(permissions.permitsDelivery("mine", new JsonObject().put("to", "me"), NOBODY))
                .isTrue();
        assertThat(permissions.permitsDelivery("mine", new JsonObject().put("to", "you"), NOBODY))
                .isFalse();
        assertThat(permissions.permitsDelivery("mine", "me", NOBODY)).isFalse();
        assertThat(permissions.permitsDelivery("alarms.fire", "any", NOBODY)).isFalse();
        assertThat(permissions.permitsDelivery("messages", "any", NOBODY)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"a": 1}                    | {"a": 1, "b": 2}                  | true
                    {"a": 1, "b": 2}            | {"a": 1}                          | false
                    {"a": {"b": {"c": "x"}}}    | {"a": {"b": {"c": "x", "d": 0}}}  | true
                    {"a": {"b": {"c": "x"}}}    | {"a": {"b": {"c": "y"}}}          | false
                    {"a": {"b": 1}}             | {"a": 1}                          | false
                    {"a": {}}                   | {"a": 1}                          | false
                    {"a": {}}                   | {"a": {"b": 1}}                   | true
                    {"a": [1, {"b": 2}]}        | {"a": [1, {"b": 2, "c": 3}]}      | true
                    {"a": [1]}                  | {"a": [1, 2]}                     | false
                    {"a": [1, 2]}               | {"a": [2, 1]}                     | false
                    {"a": [1]}                  | {"a": 1}                          | false
                    {"a": null}                 | {"a": null}                       | true
                    {"a": null}                 | {"b": 1}                          | false
                    {"a": null}                 | {"a": 0}                          | false
                    {"a": true}                 | {"a": "true"}                     | false
                    {"a": 1}                    | {"a": "1"}                        | false
                    {"a": 1}                    | {"a": 1.0}                        | true
                    {"a": 1}                    | {"a": 1.5}                        | false
                    {"a": 1}                    | {"a": 18446744073709551617}       | false
                    {"a": 1}                    | [{"a": 1}]                        | false
                    {"a": 1}                    | "a"                               | false
                    {"a": 1}                    | null                              | false
                    """)
    void match_is_a_part_that_the_body_must_contain(String match, String body, boolean fits) {
        Permissions one = permissions("{\"inbound\": [{\"address\": \"a\", \"match\": " + match + "}]}");
        Object decoded = new JsonArray("[" + body + "]").getValue(0);
        assertThat(one.refusalOfSend("send", "a", decoded, NOBODY) == null).isEqualTo(fits);
    }

    @Test
    void numbers_are_compared_by_value_and_not_by_class() {
        Permissions one = permissions("{\"inbound\": [{\"address\": \"a\", \"match\": {\"n\": 1}}]}");
        for (Object n : List.of(1, 1L, (short) 1, 1.0f, 1.0d, BigInteger.ONE)) {
            assertThat(one.refusalOfSend("send", "a", new JsonObject(Map.of("n", n)), NOBODY))
                    .isNull();
        }
        for (Object n : List.of(Double.NaN, Double.POSITIVE_INFINITY, 1.0000001d, 2L)) {
            assertThat(one.refusalOfSend("send", "a", new JsonObject(Map.of("n", n)), NOBODY))
                    .isNotNull();
        }
    }

    private static JsonObject kind(@Nullable String kind) {
        return new JsonObject().put("kind", kind);
    }

    private static Permissions permissions(String json) {
        JsonObject tree = new JsonObject().put("permissions", new JsonObject(json));
        return Permissions.of(BusportConfig.from(tree).permissions());
    }
}

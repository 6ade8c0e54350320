package io.busport.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.busport.testing.BridgeSocket;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules that the official bridge accepts and does not apply, and addresses that no rule should open. */
class BridgePermissionFaultsIT extends BridgeFaults {
    private static final String DENIED = "{\"type\":\"err\",\"message\":\"access_denied\"}";

    BridgePermissionFaultsIT(Side side) {
        super(side, """
                {"permissions": {
                  "inbound": [{"address": "orders", "match": {"kind": "order", "to": {"country": "kr"}}},
                              {"address": "admin", "requiredAuthority": "admin"},
                              {"addressRegex": "(busport|__vertx|svc)\\\\..*"}],
                  "outbound": [{"address": "news", "match": {"public": true}},
                               {"address": "admin", "requiredAuthority": "admin"},
                               {"addressRegex": "(busport|__vertx)\\\\..*"}]}}""");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'kind':'complaint','to':{'country':'kr'}}",
                "{'kind':'order'}",
                "{'kind':'order','to':{'country':'jp'}}",
                "{'kind':'order','to':'kr'}",
                "{}",
                "'order'",
                "null"
            })
    void a_body_that_does_not_match_the_rule_is_denied(String body) {
        try (BridgeSocket client = bridge().connect()) {
            for (String type : new String[] {"send", "publish"}) {
                say(client, "{'type':'" + type + "','address':'orders','body':" + body + "}");
                assertThat(client.readText()).isEqualTo(DENIED);
            }
            client.assertNothingButPong();
        }
    }

    @Test
    void only_a_body_that_matches_the_rule_reaches_the_bus() {
        try (Talk talk = new Talk(bridge());
                BridgeSocket client = bridge().connect()) {
            Inbox inbox = talk.listen("orders");
            String order =
                    "{'type':'send','address':'orders','body':{'n':%d,'kind':'%s','to':{'country':'kr','city':'x'}}}";
            say(client, order.formatted(1, "complaint"), order.formatted(2, "order"));
            assertThat(inbox.receives().body())
                    .isEqualTo(new JsonObject(Client.json("{'n':2,'kind':'order','to':{'country':'kr','city':'x'}}")));
            assertThat(client.readText()).isEqualTo(DENIED);
            client.assertNothingButPong();
        }
    }

    @Test
    void only_a_body_that_matches_the_rule_reaches_a_client() {
        try (BridgeSocket client = subscriber(bridge(), "news")) {
            EventBus unused = bridge().bus()
                    .publish("news", new JsonObject().put("n", 1).put("public", false))
                    .publish("news", "text")
                    .publish("news", new JsonObject().put("n", 2).put("public", true));
            assertThat(client.read().getJsonObject("body").getInteger("n")).isEqualTo(2);
            client.assertNothingButPong();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"send", "publish", "register", "unregister"})
    void who_has_not_proven_the_authority_that_a_rule_requires_is_denied(String type) {
        try (BridgeSocket client = bridge().connect()) {
            assertThat(say(client, "{'type':'" + type + "','address':'admin','body':1}")
                            .readText())
                    .isEqualTo(DENIED);
            client.assertNothingButPong();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "send, busport.events", "publish, busport.events", "register, busport.events", "unregister, busport.to.x",
        "send, __vertx.x", "publish, __vertx.reply.1", "register, __vertx.reply.1", "unregister, __vertx."
    })
    void what_is_the_gateways_or_the_buss_own_is_denied_whatever_the_rules_say(String type, String address) {
        try (BridgeSocket client = bridge().connect()) {
            assertThat(say(client, "{'type':'" + type + "','address':'" + address + "','body':1}")
                            .readText())
                    .isEqualTo(DENIED);
            client.assertNothingButPong();
        }
    }
}

package io.busport.bridge;

import java.util.ArrayList;
import java.util.List;

/** Bodies of every type, from clients to the bus and from the bus to clients. */
final class BodiesBothWays {
    private BodiesBothWays() {}

    static List<Conversation> conversations() {
        List<Conversation> all = new ArrayList<>();
        all.addAll(List.of(
                fromClient("an object", "{}", "{'a':{'b':[]}}", "{'':1,' ':2}"),
                fromClient("an array", "[]", "[1,[2],{'three':3},null]"),
                fromClient(
                        "text",
                        "''",
                        "'안녕\\u0000\\u2028\\u007f'",
                        "'\\ud83d\\ude00'",
                        "'a\\/b\\\\c\\\"d\\b\\f\\n\\r\\t'"),
                fromClient("text with half a pair of surrogates", "'\\ud83d'", "'x\\ude00y'"),
                fromClient("a boolean", "true", "false"),
                fromClient("null", "null"),
                fromClient("an int", "0", "-0", "-1", "2147483647", "-2147483648"),
                fromClient("a long", "2147483648", "-2147483649", "9223372036854775807", "-9223372036854775808"),
                fromClient("a big integer", "9223372036854775808", "-123456789012345678901234567890"),
                fromClient("a decimal", "1.10", "0.1", "-0.0", "100.0", "1234567890.123456789012345678901234567890"),
                fromClient("a power of ten", "1E2", "1e-7", "1.5e300", "123456789012345678901234567890.0"),
                fromClient("a decimal that is too large", "1e400", "-1e400"),
                fromClient("decimals inside an object", "{'a':1.10,'b':[1E2,1e400],'c':12345678901234567890}")));
        Services.VALUES.keySet().forEach(name -> all.add(toClient(name)));
        all.add(new Conversation("no body to clients", t -> {
            Client a = t.client("a")
                    .says("{'type':'register','address':'topic.x'}")
                    .pings();
            t.publish("topic.x", null);
            a.hears(1);
        }));
        all.add(new Conversation("a body that has no form in JSON is nobody's but its own loss", t -> {
            Client a = t.client("a")
                    .says("{'type':'register','address':'topic.x'}")
                    .pings();
            Client b = t.client("b")
                    .says("{'type':'register','address':'topic.x'}")
                    .pings();
            t.publish("topic.x", Services.unwritable("char"));
            t.publish("topic.x", Services.unwritable("UUID"));
            t.publish("topic.x", "news");
            a.hears(1).pings();
            b.hears(1).pings();
        }));
        return all;
    }

    private static Conversation fromClient(String name, String... bodies) {
        return new Conversation(name + " from a client", t -> {
            for (String body : bodies) {
                t.client("a")
                        .says("{'type':'send','address':'svc.describe','replyAddress':'d','body':" + body + "}")
                        .hears(1)
                        .says("{'type':'send','address':'svc.echo','replyAddress':'e','body':" + body + "}")
                        .hears(1);
            }
        });
    }

    private static Conversation toClient(String name) {
        return new Conversation(name + " to clients", t -> {
            Client a = t.client("a")
                    .says("{'type':'register','address':'topic.x'}")
                    .pings();
            t.publish("topic.x", Services.VALUES.get(name));
            a.hears(1)
                    .says("{'type':'send','address':'svc.value','replyAddress':'r','body':'" + name + "'}")
                    .hears(1);
        });
    }
}

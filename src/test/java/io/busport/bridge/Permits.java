package io.busport.bridge;

import java.util.List;

/** What is denied, and what is missing. The rules are those of {@link #RULES}. */
final class Permits {
    /** Rules of a gateway's configuration, which the official bridge understands as well. */
    static final String RULES = """
            {"permissions": {
              "inbound": [{"addressRegex": "svc\\\\..+"}, {"addressRegex": "topic\\\\..*"}, {"address": "only.in"}, {"address": "5"},
                          {"address": "true"}, {"addressRegex": "[a-c]+\\\\d"}],
              "outbound": [{"addressRegex": "topic\\\\..*"}, {"address": "only.out"}, {"address": "5"}]}}""";

    private Permits() {}

    static List<Conversation> conversations() {
        return List.of(
                says("an address that no rule names", "{'type':'%s','address':'nowhere','body':1}"),
                says("no address", "{'type':'%s','body':1}"),
                says("an address that is null", "{'type':'%s','address':null,'body':1}"),
                says("an empty address", "{'type':'%s','address':'','body':1}"),
                says("an address that may only be sent to", "{'type':'%s','address':'only.in','body':1}"),
                says("an address that may only be heard", "{'type':'%s','address':'only.out','body':1}"),
                says("an address that is not quite the rule's", "{'type':'%s','address':'only.ins','body':1}"),
                says("a dot in a rule's address is a dot", "{'type':'%s','address':'onlyXin','body':1}"),
                says("an address in another case", "{'type':'%s','address':'ONLY.IN','body':1}"),
                says("an expression that fits only the beginning", "{'type':'%s','address':'ab1x','body':1}"),
                says("an expression that fits only the end", "{'type':'%s','address':'xab1','body':1}"),
                says("an expression that fits the whole", "{'type':'%s','address':'abc1','body':1}"),
                says("an expression that needs one more character", "{'type':'%s','address':'svc.','body':1}"),
                says("an expression that needs no more character", "{'type':'%s','address':'topic.','body':1}"),
                says("reply addresses that were never given out", "{'type':'%s','address':'__vertx.reply.1','body':1}"),
                new Conversation("what is denied reaches nobody", t -> {
                    Inbox inbox = t.listen("only.out");
                    t.client("a")
                            .says(
                                    "{'type':'send','address':'only.out','body':1}",
                                    "{'type':'publish','address':'only.out','body':2}",
                                    "{'type':'send','address':'svc.echo','body':3}")
                            .hears(2)
                            .pings();
                    t.publish("only.out", "the first");
                    var unused = inbox.receives();
                }),
                new Conversation(
                        "a request without an address",
                        t -> t.client("a")
                                .says("{'type':'send','replyAddress':'r','body':1}")
                                .pings()));
    }

    /** Every type of frame that has an address. */
    private static Conversation says(String name, String frame) {
        return new Conversation(name, t -> {
            for (String type : List.of("send", "publish", "register", "unregister")) {
                t.client("a").says(frame.formatted(type)).pings();
            }
        });
    }
}

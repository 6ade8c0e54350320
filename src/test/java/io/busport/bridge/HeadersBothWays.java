package io.busport.bridge;

import io.vertx.core.eventbus.DeliveryOptions;
import java.util.List;

/** Headers from clients to the bus, and from the bus to clients. */
final class HeadersBothWays {
    private HeadersBothWays() {}

    static List<Conversation> conversations() {
        return List.of(
                fromClient("headers that are text", "'a':'1','b':'','한글':'값'"),
                fromClient(
                        "headers that are numbers and booleans",
                        "'i':1,'l':12345678901,'d':1.10,'e':1E2,'t':true,'f':false"),
                fromClient(
                        "headers that are arrays and objects",
                        "'a':[1,'two',[3]],'o':{'k':'v','n':{'m':1}},'e':[],'z':{}"),
                fromClient("an array with null in a header", "'a':[null,1],'o':{'k':null}"),
                fromClient("names that differ only in case", "'name':'1','Name':'2','NAME':'3'"),
                fromClient("options in another case are headers", "'Timeout':5,'LOCALONLY':'x','codecname':'json'"),
                fromClient("options among headers", "'a':'1','timeout':5000,'b':'2','localOnly':true,'c':'3'"),
                fromClient("a codec that is null is none", "'a':'1','codecName':null"),
                fromClient("no headers at all", ""),
                fromClient("numbers larger than a long", "'n':123456789012345678901234567890,'f':1e400"),
                fromClient("control characters", "'c':'a\\tb\\nc\\u0001'"),
                new Conversation("headers of something published", t -> {
                    Inbox inbox = t.listen("svc.inbox");
                    t.client("a")
                            .says(
                                    "{'type':'publish','address':'svc.inbox','headers':{'n':1,'timeout':1,'localOnly':true,'s':'x'}}");
                    var unused = inbox.receives();
                }),
                new Conversation(
                        "headers of frames that need none",
                        t -> t.client("a")
                                .says(
                                        "{'type':'register','address':'topic.x','headers':{'a':1,'timeout':5}}",
                                        "{'type':'unregister','address':'topic.x','headers':{'a':1,'localOnly':true}}")
                                .pings()),
                new Conversation(
                        "an answer with headers, one of them with two values",
                        t -> t.client("a")
                                .says("{'type':'send','address':'svc.headers','replyAddress':'r'}")
                                .hears(1)),
                toClient("a publication with headers, one of them with two values", Services.manyHeaders()),
                toClient(
                        "headers from the bus that differ only in case",
                        new DeliveryOptions()
                                .addHeader("Key", "1")
                                .addHeader("key", "2")
                                .addHeader("Key", "3")),
                toClient("a publication without headers", new DeliveryOptions()),
                new Conversation("headers from client to client", t -> {
                    t.client("b")
                            .says("{'type':'register','address':'topic.x'}")
                            .pings();
                    t.client("a")
                            .says(
                                    "{'type':'send','address':'topic.x','headers':{'n':1,'timeout':77,'s':'x'},'body':1}");
                    t.client("b").hears(1);
                }),
                new Conversation("headers of a client's answer", t -> {
                    Client b = t.client("b")
                            .says("{'type':'register','address':'topic.x'}")
                            .pings();
                    var answer = t.request("topic.x", "question");
                    String where = b.hearsReplyAddress();
                    b.says("{'type':'send','address':'" + where + "','headers':{'n':1,'timeout':77,'s':'x'},'body':1}");
                    var unused = t.learns(answer);
                }));
    }

    private static Conversation fromClient(String name, String headers) {
        return new Conversation(
                name,
                t -> t.client("a")
                        .says("{'type':'send','address':'svc.describe','replyAddress':'r','headers':{" + headers + "}}")
                        .hears(1));
    }

    private static Conversation toClient(String name, DeliveryOptions options) {
        return new Conversation(name, t -> {
            Client a = t.client("a")
                    .says("{'type':'register','address':'topic.x'}")
                    .pings();
            t.publish("topic.x", "news", options);
            a.hears(1);
        });
    }
}

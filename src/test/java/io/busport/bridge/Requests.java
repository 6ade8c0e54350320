package io.busport.bridge;

import java.util.List;

/** Clients send, publish and ask. */
final class Requests {
    private Requests() {}

    static List<Conversation> conversations() {
        return List.of(
                new Conversation(
                        "a request is answered",
                        t -> t.client("a")
                                .says("{'type':'send','address':'svc.echo','replyAddress':'r','body':{'n':1}}")
                                .hears(1)),
                new Conversation(
                        "a request with nobody to answer it",
                        t -> t.client("a")
                                .says("{'type':'send','address':'svc.nobody','replyAddress':'r','body':1}")
                                .hears(1)
                                .pings()),
                new Conversation(
                        "something sent to nobody",
                        t -> t.client("a")
                                .says("{'type':'send','address':'svc.nobody','body':1}")
                                .pings()),
                new Conversation(
                        "something published to nobody",
                        t -> t.client("a")
                                .says("{'type':'publish','address':'svc.nobody','body':1}")
                                .pings()),
                new Conversation(
                        "something sent that is answered to nobody",
                        t -> t.client("a")
                                .says("{'type':'send','address':'svc.echo','body':1}")
                                .pings()),
                new Conversation("what is sent reaches the bus", t -> reachesTheBus(t, "send")),
                new Conversation("what is published reaches the bus", t -> reachesTheBus(t, "publish")),
                new Conversation(
                        "who publishes gets no answer, wanted or not",
                        t -> t.client("a")
                                .says("{'type':'publish','address':'svc.echo','replyAddress':'r','body':1}")
                                .pings()),
                new Conversation("a consumer fails a request", t -> fails(t, "42,'text':'out of stock'")),
                new Conversation("a consumer fails a request without a word", t -> fails(t, "7")),
                new Conversation("a consumer fails a request with code 0", t -> fails(t, "0,'text':''")),
                new Conversation(
                        "a consumer fails a request with code -1", t -> fails(t, "-1,'text':'\\\"quoted\\\" 한글'")),
                new Conversation(
                        "a consumer answers with nothing",
                        t -> t.client("a")
                                .says("{'type':'send','address':'svc.echo','replyAddress':'r'}")
                                .hears(1)),
                new Conversation("a consumer never answers", t -> timesOut(t, "svc.silent", "100")),
                new Conversation("a consumer throws", t -> timesOut(t, "svc.throws", "100")),
                new Conversation(
                        "localOnly is an option and no header",
                        t -> t.client("a")
                                .says(
                                        "{'type':'send','address':'svc.describe','replyAddress':'r','headers':{'localOnly':true,'h':'1'}}",
                                        "{'type':'send','address':'svc.describe','replyAddress':'r','headers':{'localOnly':false}}")
                                .hears(2)),
                new Conversation(
                        "the same label for two requests",
                        t -> t.client("a")
                                .says(
                                        "{'type':'send','address':'svc.echo','replyAddress':'r','body':1}",
                                        "{'type':'send','address':'svc.echo','replyAddress':'r','body':2}")
                                .hears(2)),
                new Conversation(
                        "a label that is also a registration",
                        t -> t.client("a")
                                .says(
                                        "{'type':'register','address':'topic.x'}",
                                        "{'type':'send','address':'svc.echo','replyAddress':'topic.x','body':'answer'}")
                                .hears(1)
                                .says("{'type':'publish','address':'topic.x','body':'news'}")
                                .hears(1)),
                new Conversation(
                        "a label that looks like the bus's own",
                        t -> t.client("a")
                                .says("{'type':'send','address':'svc.echo','replyAddress':'__vertx.reply.1','body':1}")
                                .hears(1)),
                new Conversation(
                        "a late answer does not hold up the others",
                        t -> t.client("a")
                                .says(
                                        "{'type':'send','address':'svc.silent','replyAddress':'slow','headers':{'timeout':150}}",
                                        "{'type':'send','address':'svc.echo','replyAddress':'quick','body':1}")
                                .hears(2)),
                new Conversation("two clients ask under one label and each gets its own answer", Requests::twoAsk));
    }

    private static void reachesTheBus(Talk talk, String type) {
        Inbox inbox = talk.listen("svc.inbox");
        Client client = talk.client("a");
        client.says("{'type':'" + type + "','address':'svc.inbox','headers':{'h':'v'},'body':{'n':1}}");
        var unused = inbox.receives();
        client.pings();
    }

    private static void fails(Talk talk, String how) {
        talk.client("a")
                .says("{'type':'send','address':'svc.fail','replyAddress':'r','body':{'code':" + how + "}}")
                .hears(1)
                .pings();
    }

    private static void timesOut(Talk talk, String address, String millis) {
        talk.client("a")
                .says("{'type':'send','address':'" + address + "','replyAddress':'r','headers':{'timeout':" + millis
                        + "}}")
                .hears(1)
                .pings();
    }

    private static void twoAsk(Talk talk) {
        String question = "{'type':'send','address':'svc.echo','replyAddress':'r','body':'%s'}";
        Client a = talk.client("a").says(question.formatted("of a"));
        Client b = talk.client("b").says(question.formatted("of b"));
        a.hears(1).pings();
        b.hears(1).pings();
    }
}

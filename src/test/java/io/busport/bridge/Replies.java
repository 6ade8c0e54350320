package io.busport.bridge;

import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;

/** Clients answer. */
final class Replies {
    private Replies() {}

    /** What a client that was asked says; {@code R} in it is where it was asked to answer. */
    private static Conversation asked(String name, String... answers) {
        return asked(name, (client, where) -> client.says(at(where, answers)).pings());
    }

    private static Conversation asked(String name, BiConsumer<Client, String> then) {
        return new Conversation(name, t -> {
            Client a = t.client("a")
                    .says("{'type':'register','address':'topic.x'}")
                    .pings();
            Future<Message<Object>> outcome = t.request("topic.x", "question");
            String where = a.hearsReplyAddress();
            then.accept(a, where);
            if (!outcome.isComplete()) {
                a.says(at(where, "{'type':'send','address':'R','body':'at last'}"));
            }
            var unused = t.learns(outcome);
        });
    }

    static String[] at(String where, String... frames) {
        String[] all = new String[frames.length];
        for (int i = 0; i < frames.length; i++) {
            all[i] = frames[i].replace("'R'", "'" + where + "'");
        }
        return all;
    }

    static List<Conversation> conversations() {
        return List.of(
                asked("a client answers", "{'type':'send','address':'R','body':{'n':1}}"),
                asked("a client answers with nothing", "{'type':'send','address':'R'}"),
                asked("a client fails", "{'type':'send','address':'R','failureCode':42,'message':'out of stock'}"),
                asked("a client fails without a word", "{'type':'send','address':'R','failureCode':42}"),
                asked("a client fails with code 0", "{'type':'send','address':'R','failureCode':0,'message':null}"),
                asked(
                        "who fails cannot choose the type of the failure",
                        "{'type':'send','address':'R','failureCode':-5,'failureType':'NO_HANDLERS','message':'x','body':1}"),
                asked(
                        "a client fails with a number for a text",
                        "{'type':'send','address':'R','failureCode':1,'message':17}"),
                asked(
                        "a client fails with an object for a text",
                        "{'type':'send','address':'R','failureCode':1,'message':{'a':[1]}}"),
                asked(
                        "a failure code that is null is none",
                        "{'type':'send','address':'R','failureCode':null,'body':1}"),
                asked(
                        "the second answer is denied",
                        "{'type':'send','address':'R','body':1}",
                        "{'type':'send','address':'R','body':2}"),
                asked(
                        "an answer after a failure is denied",
                        "{'type':'send','address':'R','failureCode':1,'message':'x'}",
                        "{'type':'send','address':'R','body':2}"),
                asked(
                        "a failure after an answer is denied",
                        "{'type':'send','address':'R','body':2}",
                        "{'type':'send','address':'R','failureCode':1,'message':'x'}"),
                asked("nothing can be published where an answer is due", "{'type':'publish','address':'R','body':1}"),
                asked(
                        "where an answer is due nobody can register",
                        "{'type':'register','address':'R'}",
                        "{'type':'unregister','address':'R'}"),
                new Conversation("nobody else can answer", t -> {
                    Client a = t.client("a")
                            .says("{'type':'register','address':'topic.x'}")
                            .pings();
                    var outcome = t.request("topic.x", "question");
                    String where = a.hearsReplyAddress();
                    t.client("b")
                            .says(at(where, "{'type':'send','address':'R','body':'forged'}"))
                            .says(at(where, "{'type':'send','address':'R','replyAddress':'r','failureCode':1}"))
                            .pings();
                    a.says(at(where, "{'type':'send','address':'R','body':'true'}"));
                    var unused = t.learns(outcome);
                }),
                new Conversation("what was only sent brings no reply address", t -> {
                    Client a = t.client("a")
                            .says("{'type':'register','address':'topic.x'}")
                            .pings();
                    t.send("topic.x", "fact");
                    a.hears(1);
                }),
                new Conversation("a client asks another client", Replies::clientToClient),
                new Conversation("a client fails another client's request", t -> {
                    Client b = t.client("b")
                            .says("{'type':'register','address':'topic.x'}")
                            .pings();
                    Client a = t.client("a").says("{'type':'send','address':'topic.x','replyAddress':'r','body':'?'}");
                    b.says(at(b.hearsReplyAddress(), "{'type':'send','address':'R','failureCode':9,'message':'no'}"));
                    a.hears(1).pings();
                }),
                new Conversation("the bus answers and wants an answer", t -> {
                    Client a = t.client("a")
                            .says("{'type':'send','address':'svc.dialog','replyAddress':'one','body':'hello'}");
                    String where = a.hearsReplyAddress();
                    a.says(
                                    at(
                                            where,
                                            "{'type':'send','address':'R','replyAddress':'two','headers':{'h':'1'},'body':'fine'}"))
                            .hears(1)
                            .pings();
                }),
                new Conversation("a failure where an answer and its answer were due is an answer", t -> {
                    Client a = t.client("a")
                            .says("{'type':'send','address':'svc.dialog','replyAddress':'one','body':'hello'}");
                    String where = a.hearsReplyAddress();
                    a.says(at(
                                    where,
                                    "{'type':'send','address':'R','replyAddress':'two','failureCode':3,'message':'x'}"))
                            .hears(1)
                            .pings();
                }),
                new Conversation("a client answers the bus and wants an answer", Replies::replyToReply),
                new Conversation("a long dialog of answers to answers", Replies::longDialog),
                new Conversation(
                        "an answer that comes too late is not missed",
                        t -> late(t, "{'type':'send','address':'R','body':1}")),
                new Conversation(
                        "a failure that comes too late is not missed",
                        t -> late(t, "{'type':'send','address':'R','failureCode':1}")),
                new Conversation("a failure code where no answer is due", t -> {
                    Inbox inbox = t.listen("svc.inbox");
                    t.client("a")
                            .says("{'type':'send','address':'svc.inbox','failureCode':7,'message':'x','body':'fact'}");
                    var unused = inbox.receives();
                }));
    }

    private static void late(Talk talk, String answer) {
        Client a =
                talk.client("a").says("{'type':'register','address':'topic.x'}").pings();
        var unused = talk.learns(talk.bus().request("topic.x", "question", new DeliveryOptions().setSendTimeout(50)));
        a.says(at(a.hearsReplyAddress(), answer)).pings();
    }

    private static void clientToClient(Talk talk) {
        Client b =
                talk.client("b").says("{'type':'register','address':'topic.x'}").pings();
        Client a = talk.client("a").says("{'type':'send','address':'topic.x','replyAddress':'r','body':'question'}");
        b.says(at(b.hearsReplyAddress(), "{'type':'send','address':'R','replyAddress':'s','body':'which?'}"));
        a.says(at(a.hearsReplyAddress(), "{'type':'send','address':'R','body':'that one'}"));
        b.hears(1);
        a.pings();
        b.pings();
    }

    private static void replyToReply(Talk talk) {
        Client a =
                talk.client("a").says("{'type':'register','address':'topic.x'}").pings();
        var first = talk.request("topic.x", "question");
        a.says(at(a.hearsReplyAddress(), "{'type':'send','address':'R','replyAddress':'mine','body':'which?'}"));
        Message<Object> second = Objects.requireNonNull(talk.learns(first));
        second.reply("that one", new DeliveryOptions().addHeader("h", "1"));
        a.hears(1).pings();
    }

    private static void longDialog(Talk talk) {
        Client a =
                talk.client("a").says("{'type':'register','address':'topic.x'}").pings();
        var outcome = talk.request("topic.x", 0);
        for (int i = 1; i < 6; i++) {
            a.says(at(a.hearsReplyAddress(), "{'type':'send','address':'R','replyAddress':'mine','body':" + i + "}"));
            outcome = Objects.requireNonNull(talk.learns(outcome)).replyAndRequest(i);
        }
        a.says(at(a.hearsReplyAddress(), "{'type':'send','address':'R','body':'enough'}"));
        var unused = talk.learns(outcome);
        a.pings();
    }
}

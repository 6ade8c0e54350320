package io.busport.bridge;

import java.util.List;

/** Who hears what. */
final class Registrations {
    private static final String REGISTER = "{'type':'register','address':'topic.x'}";
    private static final String UNREGISTER = "{'type':'unregister','address':'topic.x'}";

    private Registrations() {}

    static List<Conversation> conversations() {
        return List.of(
                new Conversation("what is published and what is sent can be told apart", t -> {
                    Client a = t.client("a").says(REGISTER).pings();
                    t.publish("topic.x", "published");
                    a.hears(1);
                    t.send("topic.x", "sent");
                    a.hears(1);
                }),
                new Conversation("who is not registered hears nothing", t -> {
                    Client a = t.client("a").pings();
                    t.publish("topic.x", "news");
                    a.pings();
                }),
                new Conversation("who has unregistered hears nothing", t -> {
                    Client a = t.client("a").says(REGISTER, UNREGISTER).pings();
                    t.publish("topic.x", "news");
                    a.pings();
                }),
                new Conversation("who has unregistered cannot be asked", t -> {
                    t.client("a").says(REGISTER, UNREGISTER).pings();
                    var unused = t.learns(t.request("topic.x", "question"));
                }),
                new Conversation(
                        "unregistering what was never registered",
                        t -> t.client("a").says(UNREGISTER).pings()),
                new Conversation(
                        "unregistering twice",
                        t -> t.client("a")
                                .says(REGISTER, UNREGISTER, UNREGISTER)
                                .pings()),
                new Conversation("unregistering what another client has registered", t -> {
                    Client a = t.client("a").says(REGISTER).pings();
                    t.client("b").says(UNREGISTER).pings();
                    t.publish("topic.x", "news");
                    a.hears(1);
                }),
                new Conversation("registering again after unregistering", t -> {
                    Client a =
                            t.client("a").says(REGISTER, UNREGISTER, REGISTER).pings();
                    t.publish("topic.x", "news");
                    a.hears(1).pings();
                }),
                new Conversation("two addresses of one client", t -> {
                    Client a = t.client("a")
                            .says(REGISTER, "{'type':'register','address':'topic.y'}")
                            .pings();
                    t.publish("topic.y", "y");
                    a.hears(1);
                    t.publish("topic.x", "x");
                    a.hears(1);
                    a.says(UNREGISTER).pings();
                    t.publish("topic.x", "x");
                    t.publish("topic.y", "y");
                    a.hears(1).pings();
                }),
                new Conversation("what is published reaches all who are registered", t -> {
                    Client a = t.client("a").says(REGISTER).pings();
                    Client b = t.client("b").says(REGISTER).pings();
                    Client c = t.client("c").pings();
                    t.publish("topic.x", "from the bus");
                    a.hears(1);
                    b.hears(1);
                    c.says("{'type':'publish','address':'topic.x','body':'from a client'}");
                    a.hears(1);
                    b.hears(1);
                    c.pings();
                }),
                new Conversation("what is sent reaches one of those who are registered, in turn", t -> {
                    Client a = t.client("a").says(REGISTER).pings();
                    Client b = t.client("b").says(REGISTER).pings();
                    for (int i = 0; i < 4; i++) {
                        t.send("topic.x", i);
                    }
                    // Who begins is nobody's promise, and so is who gets which.
                    t.inAnyOrder(() -> {
                        a.anonymously().hears(2);
                        b.anonymously().hears(2);
                    });
                    a.pings();
                    b.pings();
                }),
                new Conversation(
                        "a client hears itself",
                        t -> t.client("a")
                                .says(
                                        REGISTER,
                                        "{'type':'publish','address':'topic.x','body':1}",
                                        "{'type':'send','address':'topic.x','body':2}")
                                .hears(2)),
                new Conversation("a client asks itself", t -> {
                    Client a = t.client("a")
                            .says(
                                    REGISTER,
                                    "{'type':'send','address':'topic.x','replyAddress':'mine','body':'question'}");
                    String where = a.hearsReplyAddress();
                    a.says("{'type':'send','address':'" + where + "','body':'answer'}")
                            .hears(1);
                }),
                new Conversation("nobody can be asked when the only client has gone", t -> {
                    t.client("a").says(REGISTER).pings();
                    t.everybodyGoes();
                    var unused = t.learns(t.request("topic.x", "question"));
                }));
    }
}

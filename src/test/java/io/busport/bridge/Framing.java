package io.busport.bridge;

import static io.busport.bridge.Client.json;

import io.busport.testing.BridgeSocket;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/** How frames may be cut, written and mixed. */
final class Framing {
    private static final String PING = "{'type':'ping'}";
    private static final String ECHO = "{'type':'send','address':'svc.echo','replyAddress':'r','body':'안녕 😀'}";

    private Framing() {}

    static List<Conversation> conversations() {
        return List.of(
                new Conversation(
                        "a ping is answered", t -> t.client("a").says(PING).hears(1)),
                new Conversation(
                        "what else a ping says is ignored",
                        t -> t.client("a")
                                .says(
                                        "{'type':'ping','address':'nowhere','body':{'x':1},'replyAddress':'r','headers':{'h':'1'}}")
                                .hears(1)),
                new Conversation(
                        "several frames in one piece",
                        t -> t.client("a").says(PING, ECHO, PING, PING, ECHO).hearsInAnyOrder(5)),
                new Conversation("a frame that comes byte by byte", t -> byteByByte(t.client("a"))),
                new Conversation("pieces that end inside a length and inside a character", Framing::oddPieces),
                new Conversation(
                        "pretty JSON",
                        t -> t.client("a")
                                .says(
                                        "\n{\n  'type' : 'send',\r\n\t'address' : 'svc.echo',\n  'replyAddress' : 'r',\n  'body' : {\n }\n}\n\n")
                                .hears(1)),
                new Conversation(
                        "comments in JSON",
                        t -> t.client("a")
                                .says("/* one */ {'type'/* two */:'ping' // three\n } /* four */")
                                .hears(1)),
                new Conversation(
                        "the type comes last and the body first",
                        t -> t.client("a")
                                .says("{'body':[1],'headers':{},'replyAddress':'r','address':'svc.echo','type':'send'}")
                                .hears(1)),
                new Conversation(
                        "of equal keys the last wins",
                        t -> t.client("a")
                                .says(
                                        "{'type':'ping','type':'send','address':'nowhere','address':'svc.echo','body':1,'body':2,"
                                                + "'replyAddress':'r','headers':{'a':1},'replyAddress':'s','headers':{'b':'2','b':'3'}}")
                                .hears(1)),
                new Conversation(
                        "of equal keys the last wins, inside a body too",
                        t -> t.client("a")
                                .says(
                                        "{'type':'send','address':'svc.echo','replyAddress':'r','body':{'a':1,'b':2,'a':3}}")
                                .hears(1)),
                new Conversation(
                        "keys written with escapes",
                        t -> t.client("a")
                                .says(
                                        "{'\\u0074ype':'s\\u0065nd','addr\\u0065ss':'svc.ech\\u006f','replyAddress':'\\u0072','body':'\\u00e9\\/'}")
                                .hears(1)),
                new Conversation(
                        "an address that is a number",
                        t -> t.client("a")
                                .says("{'type':'register','address':5}", "{'type':'publish','address':5,'body':'five'}")
                                .hears(1)),
                new Conversation(
                        "a reply address that is a number",
                        t -> t.client("a")
                                .says("{'type':'send','address':'svc.echo','replyAddress':7,'body':'x'}")
                                .hears(1)),
                new Conversation(
                        "an address and a reply address that are booleans",
                        t -> t.client("a")
                                .says("{'type':'send','address':true,'replyAddress':false,'body':'x'}")
                                .hears(1)),
                new Conversation(
                        "addresses that are an array and an object",
                        t -> t.client("a")
                                .says("{'type':'send','address':['svc.echo'],'replyAddress':'r','body':'x'}")
                                .hears(1)
                                .says(
                                        "{'type':'send','address':'svc.echo','replyAddress':{'a':[1,'b',null]},'body':'x'}")
                                .hears(1)),
                new Conversation(
                        "a reply address that is empty",
                        t -> t.client("a")
                                .says("{'type':'send','address':'svc.echo','replyAddress':'','body':'x'}")
                                .hears(1)),
                new Conversation(
                        "optional fields that are null",
                        t -> t.client("a")
                                .says(
                                        "{'type':'send','address':'svc.echo','replyAddress':null,'headers':null,'body':null,'failureCode':null}",
                                        "{'type':'send','address':'svc.echo','replyAddress':'r','headers':null,'body':null,'message':null}")
                                .hears(1)
                                .pings()),
                new Conversation(
                        "fields that nobody knows",
                        t -> t.client("a")
                                .says(
                                        "{'v':2,'type':'send','address':'svc.echo','x':{'y':[{}]},'replyAddress':'r','body':1,'send':false}")
                                .hears(1)),
                new Conversation(
                        "half a megabyte there and back",
                        t -> t.client("a")
                                .says("{'type':'send','address':'svc.echo','replyAddress':'r','body':'"
                                        + "한x".repeat(125_000) + "'}")
                                .hears(1)),
                new Conversation(
                        "a body nested 900 deep",
                        t -> t.client("a")
                                .says("{'type':'send','address':'svc.echo','replyAddress':'r','body':" + "[".repeat(900)
                                        + "]".repeat(900) + "}")
                                .hears(1)),
                new Conversation("two hundred requests in one piece are answered in order", Framing::burst),
                new Conversation(
                        "a ping is answered while a request waits",
                        t -> t.client("a")
                                .says(
                                        "{'type':'send','address':'svc.silent','replyAddress':'r','headers':{'timeout':100}}",
                                        PING)
                                .hears(2)));
    }

    private static void byteByByte(Client client) {
        Buffer frames = BridgeSocket.frame(json(PING)).appendBuffer(BridgeSocket.frame(json(ECHO)));
        for (int i = 0; i < frames.length(); i++) {
            client.sends(frames.getBuffer(i, i + 1));
        }
        client.hearsInAnyOrder(2);
    }

    private static void oddPieces(Talk talk) {
        Client client = talk.client("a");
        Buffer frames = BridgeSocket.frame(json(ECHO)).appendBuffer(BridgeSocket.frame(json(ECHO)));
        int half = frames.length() / 2;
        int inTheCharacter = half - 4;
        int inTheLength = half + 2;
        client.sends(frames.getBuffer(0, inTheCharacter)).sends(frames.getBuffer(inTheCharacter, inTheLength));
        client.hears(1).sends(frames.getBuffer(inTheLength, frames.length())).hears(1);
    }

    private static void burst(Talk talk) {
        String[] frames = new String[200];
        for (int i = 0; i < frames.length; i++) {
            frames[i] = "{'type':'send','address':'svc.echo','replyAddress':'r" + i + "','body':" + i + "}";
        }
        talk.client("a").says(frames).hears(frames.length);
    }
}

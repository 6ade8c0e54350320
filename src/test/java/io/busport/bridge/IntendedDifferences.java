package io.busport.bridge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.busport.testing.BridgeSocket;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** All of them, apart from the faults, which have tests of their own. Whatever is not here must not differ. */
final class IntendedDifferences {
    private static final String LONG_LABEL = "x".repeat(256);
    private static final String LONG_ADDRESS = "svc." + "x".repeat(256);
    private static final String ECHOED = "a hears {'type':'message','address':'r','headers':{},'send':true}";
    private static final String PONG = "a hears {'type':'pong'}";
    private static final String QUESTION =
            "a hears {'type':'message','address':'topic.x','replyAddress':'R1','headers':{},'body':'question','send':true}";

    private IntendedDifferences() {}

    static List<Difference> all() {
        return List.of(
                Difference.in(
                        "header names on the bus",
                        "consumers learn on which connection a message came, and cannot be told a false one",
                        IntendedDifferences::headerNames,
                        List.of("the bus receives sent null own=1", "the bus reads [busport-peer, own]"),
                        List.of(
                                "the bus receives sent null own=1",
                                "the bus reads [busport-connection, busport-peer, own]")),
                request(
                        "a timeout with a fraction",
                        "it is a mistake, perhaps of the unit",
                        "svc.silent",
                        "'headers':{'timeout':20.9}",
                        "a hears {'type':'err','address':'r','sourceAddress':'svc.silent','failureCode':-1,'failureType':'TIMEOUT',"
                                + "'message':'Timed out after waiting 20(ms) for a reply. address: R1, repliedAddress: svc.silent'}",
                        "header timeout is 20.9 (expected: milliseconds, a whole number from 1 to 86400000)"),
                request(
                        "a timeout of more than a day",
                        "what waits takes memory",
                        "svc.echo",
                        "'headers':{'timeout':86400001}",
                        ECHOED,
                        "header timeout is 86400001 (expected: milliseconds, a whole number from 1 to 86400000)"),
                request(
                        "more headers than limits.maxHeaders",
                        "what is received takes memory",
                        "svc.echo",
                        "'headers':{" + headers(65) + "}",
                        ECHOED,
                        "more than 64 headers (expected: at most that, limits.maxHeaders)"),
                request(
                        "an address longer than limits.maxAddress",
                        "addresses are kept",
                        LONG_ADDRESS,
                        "'body':null",
                        "a hears {'type':'err','address':'r','sourceAddress':'" + LONG_ADDRESS
                                + "','failureCode':-1,'failureType':'NO_HANDLERS','message':'No handlers for address "
                                + LONG_ADDRESS + "'}",
                        "address of 260 bytes: \\'" + LONG_ADDRESS.substring(0, 60)
                                + "…\\' (expected: at most 255, limits.maxAddress)"),
                Difference.in(
                        "a label longer than limits.maxAddress",
                        "labels are kept",
                        t -> t.client("a")
                                .says("{'type':'send','address':'svc.echo','replyAddress':'" + LONG_LABEL + "'}")
                                .hears(1)
                                .pings(),
                        lines(ECHOED.replace("'r'", "'" + LONG_LABEL + "'"), PONG),
                        lines(
                                err(
                                        LONG_LABEL,
                                        "svc.echo",
                                        "replyAddress of 256 bytes: \\'" + "x".repeat(60)
                                                + "…\\' (expected: at most 255, limits.maxAddress)"),
                                PONG)),
                Difference.in(
                        "bytes that are no UTF-8",
                        "replacing them would tell the service something that nobody said",
                        IntendedDifferences::noUtf8,
                        lines(
                                "a hears {'type':'message','address':'r','headers':{},'body':'a\ufffdb','send':true}",
                                PONG),
                        lines(
                                "a hears {'type':'err','message':'malformed','detail':'not JSON: Invalid UTF-8 middle byte 0x62,"
                                        + " before byte 66 (expected: one JSON object)'}",
                                PONG)),
                failureCode("a failure code with a fraction", "1.5", 1),
                failureCode("a failure code beyond an int", "3000000000", -1294967296),
                Difference.in(
                        "an answer that comes too late and wants an answer",
                        "the message itself is answered, so the bus speaks of its own reply address",
                        t -> {
                            Client a = t.client("a")
                                    .says("{'type':'register','address':'topic.x'}")
                                    .pings();
                            var unused = t.learns(
                                    t.bus().request("topic.x", "question", new DeliveryOptions().setSendTimeout(50)));
                            a.says(Replies.at(
                                            a.hearsReplyAddress(),
                                            "{'type':'send','address':'R','replyAddress':'mine'}"))
                                    .hears(1);
                        },
                        lines(PONG, tooLate(), QUESTION, noHandlers("R1")),
                        lines(PONG, tooLate(), QUESTION, noHandlers("R2"))),
                Difference.in(
                        "an answer that wants an answer and gets none",
                        "the message itself is answered, so the bus speaks of its own reply address",
                        t -> {
                            Client a = t.client("a")
                                    .says("{'type':'register','address':'topic.x'}")
                                    .pings();
                            var outcome = t.request("topic.x", "question");
                            a.says(Replies.at(
                                    a.hearsReplyAddress(),
                                    "{'type':'send','address':'R','replyAddress':'mine','headers':{'timeout':20}}"));
                            var unused = t.learns(outcome);
                            a.hears(1);
                        },
                        lines(PONG, QUESTION, "the bus learns null", timedOut("R1")),
                        lines(PONG, QUESTION, "the bus learns null", timedOut("R3"))));
    }

    /** A request that the official bridge serves and ours refuses, under the label {@code r}. */
    private static Difference request(
            String name, String why, String address, String field, String official, String ourMessage) {
        Consumer<Talk> script = t -> t.client("a")
                .says("{'type':'send','address':'" + address + "','replyAddress':'r'," + field + "}")
                .hears(1)
                .pings();
        return Difference.in(name, why, script, lines(official, PONG), lines(err("r", address, ourMessage), PONG));
    }

    private static Difference failureCode(String name, String code, int official) {
        Consumer<Talk> script = t -> {
            Client a = t.client("a")
                    .says("{'type':'register','address':'topic.x'}")
                    .pings();
            var outcome = t.request("topic.x", "question");
            String where = a.hearsReplyAddress();
            a.says(Replies.at(where, "{'type':'send','address':'R','failureCode':" + code + "}"))
                    .pings();
            a.says(Replies.at(where, "{'type':'send','address':'R','failureCode':7}"));
            var unused = t.learns(outcome);
        };
        return Difference.in(
                name,
                "the asker would learn another number than the client said",
                script,
                lines(PONG, QUESTION, PONG, "the bus learns RECIPIENT_FAILURE " + official + " null"),
                lines(
                        PONG,
                        QUESTION,
                        "a hears {'type':'err','message':'malformed','detail':'failureCode is " + code
                                + " (expected: a whole number from -2147483648 to 2147483647)'}",
                        PONG,
                        "the bus learns RECIPIENT_FAILURE 7 null"));
    }

    private static void headerNames(Talk talk) {
        Inbox inbox = talk.listen("svc.inbox");
        var unused = talk.client("a")
                .says("{'type':'send','address':'svc.inbox','headers':{'own':'1','busport-peer':'10.0.0.1:1'}}");
        talk.noteOfBus("reads " + new TreeSet<>(inbox.receives().headers().names()));
    }

    private static void noUtf8(Talk talk) {
        Buffer frame =
                BridgeSocket.frame(Client.json("{'type':'send','address':'svc.echo','replyAddress':'r','body':'a?b'}"));
        frame.setByte(frame.toString(ISO_8859_1).indexOf('?'), (byte) 0xE9);
        talk.client("a").sends(frame).hears(1).pings();
    }

    private static String headers(int count) {
        return IntStream.range(0, count).mapToObj(i -> "'h" + i + "':'v'").collect(Collectors.joining(","));
    }

    private static String err(String label, String address, String message) {
        return "a hears {'type':'err','address':'" + label + "','sourceAddress':'" + address
                + "','failureCode':-1,'failureType':'ERROR','message':'" + message + "'}";
    }

    private static String tooLate() {
        return "the bus learns TIMEOUT -1 Timed out after waiting 50(ms) for a reply. address: B1, repliedAddress: topic.x";
    }

    private static String noHandlers(String address) {
        return "a hears {'type':'err','address':'mine','sourceAddress':'R1','failureCode':-1,'failureType':'NO_HANDLERS',"
                + "'message':'No handlers for address " + address + "'}";
    }

    private static String timedOut(String replied) {
        return "a hears {'type':'err','address':'mine','sourceAddress':'R1','failureCode':-1,'failureType':'TIMEOUT',"
                + "'message':'Timed out after waiting 20(ms) for a reply. address: R2, repliedAddress: " + replied
                + "'}";
    }

    private static List<String> lines(String... quoted) {
        return List.of(quoted).stream().map(Client::json).toList();
    }
}

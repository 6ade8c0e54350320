package io.busport.bench;

import io.busport.wire.Dialect;
import java.util.Arrays;
import java.util.Locale;
import org.openjdk.jmh.Main;

/**
 * All measurements behind one command.
 *
 * <pre>
 *   mvn -q -Pbench test-compile exec:exec                                  compare, some six minutes
 *   mvn -q -Pbench test-compile exec:exec -Dbench='compare --quick'        about one minute
 *   mvn -q -Pbench test-compile exec:exec -Dbench='profile busport binary' where the time goes
 *   mvn -q -Pbench test-compile exec:exec -Dbench='jmh Codec'              single steps; the rest are JMH's own options
 *   mvn -q -Pbench test-compile exec:exec -Dbench='sessions A:8000 B:8000' a session at one gateway to a session at another
 * </pre>
 */
public final class Bench {
    private Bench() {}

    public static void main(String[] args) throws Exception {
        String what = args.length == 0 ? "compare" : args[0];
        String[] rest = args.length == 0 ? args : Arrays.copyOfRange(args, 1, args.length);
        switch (what) {
            case "compare" -> System.exit(Comparison.run(Arrays.asList(rest).contains("--quick")) ? 0 : 1);
            case "profile" ->
                Profile.run(
                        BenchServer.Kind.valueOf(rest[0].toUpperCase(Locale.ROOT)),
                        Dialect.valueOf(rest[1].toUpperCase(Locale.ROOT).replace('-', '_')));
            case "jmh" -> Main.main(rest);
            case "sessions" -> Gateways.run(rest);
            default -> throw new IllegalArgumentException(what + " (expected: compare, profile, jmh or sessions)");
        }
    }
}

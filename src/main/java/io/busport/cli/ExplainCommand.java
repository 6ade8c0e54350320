package io.busport.cli;

import io.busport.explain.Catalogue;
import io.busport.explain.CodesPage;
import io.busport.explain.Entry;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What a word of an error, a log line or the status means. */
@Command(
        name = "explain",
        description = {
            "Say what an error code, a close reason or a client's cause means, and what to do about it. Without one: list all.",
            "Needs no network. Exit code 2 for an unknown word."
        })
final class ExplainCommand implements Callable<Integer> {

    @Parameters(paramLabel = "CODE", arity = "0..1", description = "Such as no_handlers, write-stalled or ack-stall.")
    private @Nullable String code;

    @Option(names = "--page", description = "Print all of it as docs/codes.md.")
    private boolean page;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the fields
    ExplainCommand() {}

    @Override
    public Integer call() {
        if (page) {
            System.out.print(CodesPage.text());
        } else if (code == null) {
            list();
        } else {
            List<Entry> found = Catalogue.find(code);
            if (found.isEmpty()) {
                throw new ParameterException(
                        spec.commandLine(),
                        "'" + code + "' (expected: a word of busport explain; nearest are "
                                + String.join(", ", Catalogue.nearest(code)) + ")");
            }
            found.forEach(System.out::println);
        }
        return Busport.OK;
    }

    private static void list() {
        for (Entry.Kind kind : Entry.Kind.values()) {
            System.out.println(kind.title() + ": " + kind.where());
            Catalogue.all().stream()
                    .filter(e -> e.kind() == kind)
                    .forEach(e -> System.out.println(String.format(Locale.ROOT, "  %-22s %s", e.word(), e.means())));
        }
    }
}

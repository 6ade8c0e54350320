package io.busport.explain;

import io.busport.explain.Entry.Kind;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The catalogue as a page: {@code docs/codes.md}. */
public final class CodesPage {
    private static final String HEAD = """
            # Codes

            Every stable word that Busport says about a failure, a closed connection or a lost one, with what is behind it and what to do. The
            same is on the command line, without a network: `busport explain CODE`; this page is what `busport explain --page` prints.

            "Retried" is about `BusportClient`, and so about every command that has a session. A socket of your own does what you have it do.
            """;

    private CodesPage() {}

    /** All of it, in Markdown. */
    public static String text() {
        return HEAD + Arrays.stream(Kind.values()).map(CodesPage::section).collect(Collectors.joining());
    }

    private static String section(Kind kind) {
        String rows = Catalogue.all().stream()
                .filter(e -> e.kind() == kind)
                .map(e -> "| `%s` | %s | %s | %s | %s |\n"
                        .formatted(
                                e.word(),
                                e.means(),
                                e.cause(),
                                e.fix(),
                                e.retry().sentence()))
                .collect(Collectors.joining());
        String title = kind.title().substring(0, 1).toUpperCase(Locale.ROOT)
                + kind.title().substring(1) + "s";
        return "\n## %s\n\nWhere: %s.\n\n| word | means | usual cause | what to do | retried |\n|---|---|---|---|---|\n%s"
                .formatted(title, kind.where(), rows);
    }
}

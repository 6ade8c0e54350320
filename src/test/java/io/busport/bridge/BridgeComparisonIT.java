package io.busport.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each conversation is held with the official bridge and with ours, and nobody who takes part can tell them apart. */
@Timeout(60)
class BridgeComparisonIT {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static Bridge official;
    private static Bridge ours;

    @BeforeAll
    static void start() {
        JsonObject config = new JsonObject(Permits.RULES);
        official = Side.OFFICIAL.start(config, PATIENCE);
        ours = Side.OURS.start(config, PATIENCE);
        Services.install(official.bus());
        Services.install(ours.bus());
    }

    @AfterAll
    static void stop() {
        official.close();
        ours.close();
    }

    static List<Conversation> conversations() {
        return Stream.of(
                        Framing.conversations(),
                        Requests.conversations(),
                        HeadersBothWays.conversations(),
                        BodiesBothWays.conversations(),
                        Registrations.conversations(),
                        Replies.conversations(),
                        Permits.conversations())
                .flatMap(List::stream)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("conversations")
    void everybody_hears_the_same(Conversation conversation) {
        List<String> expected = conversation.with(official);
        assertThat(expected)
                .as("a conversation in which somebody hears something")
                .isNotEmpty();
        assertThat(conversation.with(ours)).containsExactlyElementsOf(expected);
    }

    static List<Difference> differences() {
        return IntendedDifferences.all();
    }

    @ParameterizedTest
    @MethodSource("differences")
    void where_they_differ_it_is_intended(Difference difference) {
        assertThat(difference.conversation().with(official)).containsExactlyElementsOf(difference.official());
        assertThat(difference.conversation().with(ours)).containsExactlyElementsOf(difference.ours());
    }

    @Test
    void the_comparison_is_a_broad_one() {
        assertThat(conversations())
                .hasSizeGreaterThan(100)
                .extracting(Conversation::name)
                .doesNotHaveDuplicates();
    }
}

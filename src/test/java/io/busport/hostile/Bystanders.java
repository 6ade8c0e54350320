package io.busport.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The good clients of a test, each asking on a thread of its own. */
final class Bystanders implements AutoCloseable {
    private final List<Bystander> all = new ArrayList<>();

    /** @param seed of what they say */
    Bystanders(int port, long seed, Speech... speeches) throws IOException {
        for (Speech speech : speeches) {
            all.add(new Bystander(speech, port, seed + all.size()).start());
        }
    }

    int size() {
        return all.size();
    }

    boolean areAllServed() {
        return all.stream().allMatch(b -> b.answers() > 0);
    }

    boolean isAnyoneHarmed() {
        return all.stream().anyMatch(b -> b.failure() != null);
    }

    /** Stops asking, after the answers still due. */
    void finish() {
        all.forEach(Bystander::finish);
    }

    void assertNobodyIsHarmed() {
        assertThat(all.stream().map(Bystander::failure).filter(Objects::nonNull))
                .isEmpty();
        assertThat(all).allSatisfy(b -> assertThat(b.answers()).as("%s", b).isPositive());
    }

    List<String> describe() {
        return all.stream().map(b -> "bystander " + b).toList();
    }

    @Override
    public void close() throws IOException {
        for (Bystander b : all) {
            b.close();
        }
    }
}

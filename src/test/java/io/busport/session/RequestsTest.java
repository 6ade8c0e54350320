package io.busport.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.busport.session.SessionSnapshot.Asked;
import io.busport.wire.Frame;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestsTest {
    private final Requests requests = new Requests();

    private static Asked asked(long n) {
        return new Asked(n, Frame.Send.of("service", "q" + n, 1));
    }

    @Test
    void what_another_gateway_got_the_answer_of_is_not_waited_for() {
        requests.restore(List.of(asked(1), asked(2)));
        requests.add(3, asked(3).request());
        requests.retainElsewhere(List.of(asked(2)));
        assertThat(requests.all()).extracting(Asked::n).containsExactly(2L, 3L);
        assertThat(requests.takeElsewhere()).extracting(Asked::n).containsExactly(2L);
    }

    @Test
    void what_is_asked_here_is_not_the_others_business() {
        requests.add(1, asked(1).request());
        requests.retainElsewhere(List.of());
        assertThat(requests.has(1)).isTrue();
        assertThat(requests.answered(1)).isTrue();
        assertThat(requests.answered(1)).as("once").isFalse();
    }
}

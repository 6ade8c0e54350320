package io.busport.cluster.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import io.busport.session.Outbox;
import io.busport.session.Outbox.Kept;
import io.busport.wire.FailCode;
import io.busport.wire.SessionFrames.Gap;
import io.busport.wire.SessionFrames.Stamped;
import io.busport.wire.SessionFrames.Window;
import java.util.List;
import org.junit.jupiter.api.Test;

class LostTest {
    @Test
    void a_gap_stands_for_all_of_the_numbers() {
        Kept lost = Lost.between(3, 7, 5);
        Outbox outbox = Outbox.of(new Window(10, 1000), 2, List.of(lost));
        Stamped sent = outbox.next();
        assertThat(sent).isNotNull();
        assertThat(sent == null ? 0 : sent.n()).isEqualTo(7);
        assertThat(sent == null ? null : sent.frame()).isInstanceOfSatisfying(Gap.class, gap -> {
            assertThat(gap.from()).isEqualTo(3);
            assertThat(gap.count()).isEqualTo(5);
            assertThat(gap.code()).isEqualTo(FailCode.GATEWAY_LOST);
            assertThat(gap.sinceMillis()).isEqualTo(5);
            assertThat(gap.untilMillis()).isGreaterThan(5);
        });
    }

    @Test
    void the_client_may_have_what_is_lost_and_so_nothing_becomes_a_part_of_it() {
        assertThat(Lost.between(3, 3, 5)).matches(Kept::sent).matches(k -> !k.droppable());
    }
}

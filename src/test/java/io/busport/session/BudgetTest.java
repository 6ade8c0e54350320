package io.busport.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.busport.session.Allowances.Allowance;
import org.junit.jupiter.api.Test;

class BudgetTest {
    private static final String RIVER = "river";
    private final Budget budget = new Budget(1 << 20, principal -> new Allowance(2, 0));

    @Test
    void sessions_that_are_being_opened_count_as_well() {
        assertThat(budget.reserve(RIVER)).isNull();
        assertThat(budget.reserve(RIVER)).isNull();
        assertThat(budget.reserve(RIVER)).isEqualTo("river has 2 sessions (expected: at most 2, auth.limits.sessions)");
        assertThat(budget.reserve("lake")).as("another one").isNull();
    }

    @Test
    void a_place_goes_over_to_its_session() {
        assertThat(budget.reserve(RIVER)).isNull();
        budget.vacate(RIVER);
        Share session = budget.enter(RIVER, 100);
        assertThat(budget.used()).isEqualTo(Budget.OF_SESSION + 100);
        assertThat(budget.reserve(RIVER)).isNull();
        assertThat(budget.reserve(RIVER)).isNotNull();
        session.leave(100);
        assertThat(budget.reserve(RIVER)).isNull();
    }

    @Test
    void nothing_is_left_of_sessions_that_were_not_opened() {
        assertThat(budget.reserve(RIVER)).isNull();
        budget.vacate(RIVER);
        assertThat(budget.used()).isZero();
    }
}

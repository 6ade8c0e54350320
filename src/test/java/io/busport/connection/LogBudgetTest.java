package io.busport.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LogBudgetTest {
    @Test
    void so_many_lines_in_a_window_and_then_as_many_again() {
        LogBudget budget = new LogBudget();
        long now = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
        assertThat(lines(budget, now)).isEqualTo(LogBudget.LINES);
        assertThat(lines(budget, now + TimeUnit.SECONDS.toNanos(9))).isZero();
        assertThat(lines(budget, now + TimeUnit.SECONDS.toNanos(11))).isEqualTo(LogBudget.LINES);
    }

    private static long lines(LogBudget budget, long now) {
        return IntStream.range(0, 1000).filter(i -> budget.take(now)).count();
    }
}

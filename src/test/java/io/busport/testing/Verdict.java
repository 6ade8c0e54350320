package io.busport.testing;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * For tests that run for minutes: says in a few lines what was done and whether it went well, after the last of them.
 *
 * <pre>
 *   LONG: nobody_is_harmed PASS
 *   LONG:   seed 7, 500 clients, 120 s
 *   LONG VERDICT: PASS
 * </pre>
 *
 * <p>A test that has something to tell takes {@link Facts} as a parameter.
 */
public final class Verdict implements BeforeAllCallback, AfterAllCallback, TestWatcher, ParameterResolver {

    /** Takes what a test wants to be known, whether it passes or not. */
    public interface Facts {
        void add(String fact);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        var unused = summary(context);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Facts.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Facts facts = fact -> summary(context).fact(context.getUniqueId(), fact);
        return facts;
    }

    @Override
    public void testSuccessful(ExtensionContext context) {
        ended(context, VerdictSummary.Outcome.PASS, null);
    }

    @Override
    public void testFailed(ExtensionContext context, @Nullable Throwable cause) {
        ended(context, VerdictSummary.Outcome.FAIL, cause);
    }

    @Override
    public void testAborted(ExtensionContext context, @Nullable Throwable cause) {
        ended(context, VerdictSummary.Outcome.SKIPPED, cause);
    }

    @Override
    public void testDisabled(ExtensionContext context, Optional<String> reason) {
        ended(context, VerdictSummary.Outcome.SKIPPED, null);
    }

    /** What fails for the whole class fails before any test of it, and no watcher hears of it. */
    @Override
    public void afterAll(ExtensionContext context) {
        context.getExecutionException().ifPresent(e -> ended(context, VerdictSummary.Outcome.FAIL, e));
    }

    private static void ended(ExtensionContext context, VerdictSummary.Outcome outcome, @Nullable Throwable cause) {
        VerdictSummary summary = summary(context);
        if (cause != null) {
            String message = String.valueOf(cause.getMessage());
            summary.fact(
                    context.getUniqueId(),
                    message.strip().lines().findFirst().orElse("").replaceAll("(.{300}).*", "$1"));
        }
        summary.ended(context.getUniqueId(), context.getDisplayName(), outcome);
    }

    /** JUnit closes it, and so prints it, after the last test. */
    private static VerdictSummary summary(ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(Verdict.class))
                .getOrComputeIfAbsent(VerdictSummary.class, k -> new VerdictSummary(), VerdictSummary.class);
    }
}

package io.busport.bridge;

import java.lang.reflect.Method;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/** A test that would pass with the official bridge as well shows no fault of it, and perhaps nothing at all. */
final class FailsOnTheOfficial implements InvocationInterceptor {

    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> test, ExtensionContext context)
            throws Throwable {
        intercept(invocation, test);
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> test, ExtensionContext context)
            throws Throwable {
        intercept(invocation, test);
    }

    private static void intercept(Invocation<Void> invocation, ReflectiveInvocationContext<Method> test)
            throws Throwable {
        BridgeFaults instance = (BridgeFaults) test.getTarget().orElseThrow();
        try {
            var unused = invocation.proceed();
        } catch (AssertionError e) {
            if (instance.side() == Side.OFFICIAL) {
                return;
            }
            throw e;
        }
        if (instance.side() == Side.OFFICIAL) {
            throw new AssertionError("passed (expected: the official bridge has this fault)");
        }
    }
}

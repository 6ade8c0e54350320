/**
 * The command line. Results go to standard output, everything else to standard error; exit codes are 0 ok, 1 failed, 2 wrong usage or
 * wrong configuration.
 *
 * <p>Start at {@link io.busport.cli.Busport}.
 */
@NullMarked
@CheckReturnValue
package io.busport.cli;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

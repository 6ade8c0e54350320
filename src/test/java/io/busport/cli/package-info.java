/** The command line, run in this process: what it prints, what it says, and its exit codes. */
@NullMarked
package io.busport.cli;

import org.jspecify.annotations.NullMarked;

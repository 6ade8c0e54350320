/** Tests of the gateway as a whole: its parts put together, its rules about itself, and the jar as a user runs it. */
@NullMarked
package io.busport;

import org.jspecify.annotations.NullMarked;

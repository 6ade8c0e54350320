/** Runs what the README shows. Start at {@link io.busport.readme.ReadmeIT}. */
@NullMarked
package io.busport.readme;

import org.jspecify.annotations.NullMarked;

/** Names against the page and the dashboard, and numbers against what has happened. */
@NullMarked
package io.busport.ops.metrics;

import org.jspecify.annotations.NullMarked;

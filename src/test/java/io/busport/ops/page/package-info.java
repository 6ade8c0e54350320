/** Tests of the status page: what it says, and how it is seen in a browser. */
@NullMarked
package io.busport.ops.page;

import org.jspecify.annotations.NullMarked;

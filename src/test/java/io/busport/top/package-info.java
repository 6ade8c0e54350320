/** What is shown of a gateway that canned answers describe. */
@NullMarked
package io.busport.top;

import org.jspecify.annotations.NullMarked;

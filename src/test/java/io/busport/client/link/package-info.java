/** A link between two event buses that know nothing of each other. */
@NullMarked
package io.busport.client.link;

import org.jspecify.annotations.NullMarked;

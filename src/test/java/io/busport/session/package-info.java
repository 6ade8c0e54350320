/** Order and pace of answers, with a fake link and a fake router; no socket, no bus. */
@NullMarked
package io.busport.session;

import org.jspecify.annotations.NullMarked;

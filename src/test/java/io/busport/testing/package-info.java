/** What tests share: a gateway in this process or in one of its own, and plain sockets and HTTP to talk to it with. */
@NullMarked
package io.busport.testing;

import org.jspecify.annotations.NullMarked;

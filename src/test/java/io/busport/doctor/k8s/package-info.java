/** What is said about a cluster that a fake {@code kubectl} describes. */
@NullMarked
package io.busport.doctor.k8s;

import org.jspecify.annotations.NullMarked;

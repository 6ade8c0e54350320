/**
 * What a gateway is told before it starts: immutable records, one for each section of {@code conf/busport.yaml}.
 *
 * <p>Start at {@link io.busport.config.BusportConfig}. {@link io.busport.config.ConfigLoader} collects the sources with vertx-config,
 * later ones winning; {@link io.busport.config.ConfigNode} turns the merged tree into records and notes every
 * {@link io.busport.config.ConfigProblem} it meets, so that one start reports all of them. {@link io.busport.config.ConfigWatcher} tells what
 * changes while a gateway runs. {@link io.busport.config.LinkConfig} is what a link is told, in {@code conf/link.yaml}. Nothing else of Busport is known here.
 */
@NullMarked
@CheckReturnValue
package io.busport.config;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

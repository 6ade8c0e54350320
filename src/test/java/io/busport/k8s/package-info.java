/**
 * Holds k8s/, the image and the program to each other: what one says about ports, paths, files and times, the others must mean too.
 *
 * <p>Start at {@link io.busport.k8s.GatewayContract} and {@link io.busport.k8s.ClusterContract}, which say what has to agree. {@link io.busport.k8s.ManifestsTest} holds the
 * files to it as they are, {@link io.busport.k8s.KustomizeTest} what kubectl makes of them, {@link io.busport.k8s.ImageIT} the image.
 */
@NullMarked
package io.busport.k8s;

import org.jspecify.annotations.NullMarked;

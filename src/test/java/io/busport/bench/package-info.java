/**
 * Speed, measured: {@link io.busport.bench.Comparison} puts Busport beside the official bridge and a bare echo server,
 * {@link io.busport.bench.CodecBenchmark} and its neighbours look at single steps. {@code docs/performance.md} says how to run them. None of
 * it is a test with a time limit; the tests here are those of the load generator.
 */
@NullMarked
package io.busport.bench;

import org.jspecify.annotations.NullMarked;

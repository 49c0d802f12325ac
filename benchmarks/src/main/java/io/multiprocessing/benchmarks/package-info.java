/**
 * What it costs: {@code ./bench} runs this system and others side by side, {@code ./bench jmh} runs
 * the JMH benchmarks.
 *
 * <p>This package is the harness of the first: {@link io.multiprocessing.benchmarks.Rows} lists the
 * rows, {@link io.multiprocessing.benchmarks.Contest} measures one, {@link
 * io.multiprocessing.benchmarks.Side} is a process that does a job when told so. What it does is in
 * {@code jobs} and in {@code benchmarks/python}.
 *
 * <p>The other packages are the questions that JMH answers: {@code latency}, {@code throughput},
 * {@code startup}, {@code sharing}, and {@code baseline} for what other ways of doing it cost.
 */
package io.multiprocessing.benchmarks;

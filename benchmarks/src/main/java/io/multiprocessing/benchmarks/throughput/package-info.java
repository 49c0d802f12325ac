/** How much gets through? */
package io.multiprocessing.benchmarks.throughput;

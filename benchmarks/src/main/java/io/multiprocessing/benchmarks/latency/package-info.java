/** How long is one call on its way? */
package io.multiprocessing.benchmarks.latency;

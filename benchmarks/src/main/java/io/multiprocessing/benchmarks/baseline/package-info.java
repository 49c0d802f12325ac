/** What do other ways of doing the same cost, and what is the floor? */
package io.multiprocessing.benchmarks.baseline;

/** What do memory and locks cost that several JVMs share? */
package io.multiprocessing.benchmarks.sharing;

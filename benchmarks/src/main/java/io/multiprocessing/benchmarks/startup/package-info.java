/** How long until the first answer, and until all is gone again? */
package io.multiprocessing.benchmarks.startup;

/** Pools of worker JVMs, single processes, and managers that hold objects for all of them. */
package io.multiprocessing;

/** Pools of worker JVMs. */
package io.multiprocessing;

/**
 * What travels between the JVMs of a pool, of whatever kind, there and back, also to another JDK.
 */
package io.multiprocessing.travel;

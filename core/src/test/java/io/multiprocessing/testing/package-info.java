/**
 * What the tests of this module share: waiting for states, children that are JVMs, signals, and the
 * check that nothing is left behind. Knows no pool.
 */
package io.multiprocessing.testing;

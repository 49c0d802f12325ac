/**
 * What happens when things go wrong: for everything that can, a test that only its item fails, with
 * an error that says what happened, that all others are right, that the pool works on, and that
 * closing it leaves nothing behind.
 */
package io.multiprocessing.failures;

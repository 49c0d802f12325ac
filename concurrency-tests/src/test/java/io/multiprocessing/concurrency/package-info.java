/**
 * What the words in shared memory promise to threads that run at the same time, one class per type
 * and one nested class per promise, tried by jcstress. {@link
 * io.multiprocessing.concurrency.AllPromisesTest} runs them.
 */
package io.multiprocessing.concurrency;

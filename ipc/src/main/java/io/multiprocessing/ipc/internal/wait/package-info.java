/**
 * Waiting, across processes, for a word of mapped memory to change.
 *
 * <p>{@link io.multiprocessing.ipc.internal.wait.Doorbell} is the one primitive through which
 * locks, queues and the pool sleep; it blocks in the kernel's futex where there is one and parks
 * with a growing pause elsewhere. Nothing here knows what is being waited for.
 */
package io.multiprocessing.ipc.internal.wait;

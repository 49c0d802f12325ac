/**
 * Queues and pipes between JVMs, which survive the death of any process at any instruction.
 *
 * <p>{@link io.multiprocessing.ipc.internal.queue.ElementQueue} and {@link
 * io.multiprocessing.ipc.internal.queue.PipeEnd} wait and translate; below them a {@code LogTail}
 * appends elements to a log and a {@code LogHead} takes them out, each under a lock that can be
 * taken over from a dead holder, and each publishes a whole change by one store. The log is a chain
 * of blocks; blocks come from a {@code BlockHeap}, a sparse file without a name, in which every
 * block says whose it is. So nothing ever has to be repaired, and what a dead process had taken is
 * found and given back.
 *
 * <p>What elements mean, and how many a queue may hold in the user's words, is said one package up.
 */
package io.multiprocessing.ipc.internal.queue;

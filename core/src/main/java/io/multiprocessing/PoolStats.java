package io.multiprocessing;

/**
 * What a pool has done so far.
 *
 * @param submittedCalls calls accepted
 * @param completedCalls calls that ended, in whatever way
 * @param completedTasks items that ended with a result
 * @param failedTasks items that ended with a failure
 * @param retriedTasks runs of items beyond their first
 * @param startedWorkers worker JVMs that came up
 * @param crashedWorkers worker JVMs that died by themselves
 * @param killedWorkers worker JVMs the pool killed, to stop a task
 */
public record PoolStats(
    long submittedCalls,
    long completedCalls,
    long completedTasks,
    long failedTasks,
    long retriedTasks,
    long startedWorkers,
    long crashedWorkers,
    long killedWorkers) {}

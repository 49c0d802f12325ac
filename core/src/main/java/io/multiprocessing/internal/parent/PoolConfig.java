package io.multiprocessing.internal.parent;

import io.multiprocessing.OutputListener;
import io.multiprocessing.SerializableRunnable;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Parent side: everything a pool was told by its builder, checked there.
 *
 * @param workers number of worker JVMs
 * @param initializer run once in each worker, or null
 * @param exitFunction run once in each worker that ends in order, or null
 * @param maxTasksPerWorker items after which a worker is replaced, 0 for no limit
 * @param idleTimeout after which an idle worker is stopped, or null
 * @param jvm how the worker JVMs are started
 * @param interruptGrace time between the interrupt of a task and the kill of its JVM
 * @param startTimeout limit of a worker's start
 * @param exitGrace time that a worker has to exit in order
 * @param outputListener receiver of the workers' output, or null to forward it
 * @param folder where the session folder is made, or null for the default
 */
public record PoolConfig(
    int workers,
    SerializableRunnable initializer,
    SerializableRunnable exitFunction,
    int maxTasksPerWorker,
    Duration idleTimeout,
    JvmConfig jvm,
    Duration interruptGrace,
    Duration startTimeout,
    Duration exitGrace,
    OutputListener outputListener,
    Path folder) {}

package io.multiprocessing.internal.parent;

import io.multiprocessing.TaskOptions;

/**
 * Parent side: what a caller wants done.
 *
 * @param name name of the method called, for messages
 * @param kind kind of the job, see {@link io.multiprocessing.internal.protocol.Messages}
 * @param function the serialized function
 * @param items where the items come from
 * @param sink where the results go
 * @param options how to run them
 */
record JobSpec(
    String name,
    int kind,
    EncodedFunction function,
    ItemSource items,
    ResultSink sink,
    TaskOptions options) {}

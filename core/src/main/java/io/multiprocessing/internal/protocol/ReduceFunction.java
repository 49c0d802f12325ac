package io.multiprocessing.internal.protocol;

import io.multiprocessing.SerializableBinaryOperator;
import io.multiprocessing.Task;

/**
 * Both sides: the function of a REDUCE job.
 *
 * @param task applied to every item
 * @param combiner combines two neighbouring results
 */
public record ReduceFunction(
    Task<Object, Object> task, SerializableBinaryOperator<Object> combiner) {}

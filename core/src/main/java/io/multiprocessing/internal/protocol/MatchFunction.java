package io.multiprocessing.internal.protocol;

import io.multiprocessing.SerializablePredicate;

/**
 * Both sides: the function of a MATCH job.
 *
 * @param predicate asked for every item
 * @param decisive the answer that ends the search
 */
public record MatchFunction(SerializablePredicate<Object> predicate, boolean decisive) {}

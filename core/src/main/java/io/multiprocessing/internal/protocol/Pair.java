package io.multiprocessing.internal.protocol;

/**
 * Both sides: the two arguments of an item of {@code starmap}.
 *
 * @param first the first argument
 * @param second the second argument
 * @param <A> type of the first argument
 * @param <B> type of the second argument
 */
public record Pair<A, B>(A first, B second) {}

package io.multiprocessing.ipc.internal.codec;

/**
 * Both sides: marks lists of this library that are an {@link java.util.ArrayList} to everybody
 * else, and arrive as one.
 */
public interface TravelsAsArrayList {}

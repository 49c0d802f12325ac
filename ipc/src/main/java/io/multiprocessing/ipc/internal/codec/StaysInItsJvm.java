package io.multiprocessing.ipc.internal.codec;

/**
 * Both sides: marks classes of this library that cannot travel, because they stand for threads,
 * files or processes of their JVM.
 */
public interface StaysInItsJvm {}

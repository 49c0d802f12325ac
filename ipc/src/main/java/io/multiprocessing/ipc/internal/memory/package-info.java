/**
 * Memory mapped from files, and the only way to access it.
 *
 * <p>{@link io.multiprocessing.ipc.internal.memory.MappedFile} owns a mapping, {@link
 * io.multiprocessing.ipc.internal.memory.Memory} holds every plain, ordered and atomic access to
 * it. What the words mean is the business of the {@code *Layout} classes elsewhere; how to wait for
 * one to change is {@code internal.wait}'s.
 */
package io.multiprocessing.ipc.internal.memory;

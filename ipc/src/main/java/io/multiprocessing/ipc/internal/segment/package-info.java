/**
 * Memory that one process makes and others attach.
 *
 * <p>A {@link io.multiprocessing.ipc.internal.segment.Segment} is one piece of any size; a {@link
 * io.multiprocessing.ipc.internal.segment.Region} is a small piece within one, for a value or a
 * lock. Both have an address that can travel to other processes, and attaching it gives the same
 * memory; a segment can have a name too. {@link
 * io.multiprocessing.ipc.internal.segment.SegmentHandle} is how one object of the user gets at the
 * bytes of a segment until it is closed. What the bytes mean is the business of others.
 */
package io.multiprocessing.ipc.internal.segment;

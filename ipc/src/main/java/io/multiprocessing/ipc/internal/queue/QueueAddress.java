package io.multiprocessing.ipc.internal.queue;

import io.multiprocessing.ipc.internal.segment.SegmentAddress;
import java.io.Serializable;

/**
 * Both sides: tells another process of the same user where a queue or pipe is.
 *
 * @param control its words
 * @param heap its elements
 */
public record QueueAddress(SegmentAddress control, SegmentAddress heap) implements Serializable {}

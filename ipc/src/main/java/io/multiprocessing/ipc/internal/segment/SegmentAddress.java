package io.multiprocessing.ipc.internal.segment;

import io.multiprocessing.ipc.internal.jvm.ProcessIdentity;
import java.io.Serializable;

/**
 * Both sides: tells another process of the same user where a segment is.
 *
 * @param path the file, or a descriptor of its creator
 * @param id what its header must say
 * @param pid the process that made it
 * @param startTicks when that one started, as in {@link ProcessIdentity}
 * @param name how everybody finds it, or null
 */
public record SegmentAddress(String path, long id, long pid, long startTicks, String name)
    implements Serializable {

  ProcessIdentity creator() {
    return new ProcessIdentity(pid, startTicks);
  }
}

package io.multiprocessing.ipc;

import io.multiprocessing.ipc.internal.segment.Region;
import java.io.Serializable;
import java.nio.file.Path;

/**
 * Both sides: what travels of a flag.
 *
 * @param path its file, or null
 * @param region where it is if it has no file
 */
record FlagAddress(String path, Region.RegionAddress region) implements Serializable {

  private Object readResolve() {
    return path != null
        ? MmapFlag.open(Path.of(path))
        : MmapFlag.in(Region.attach(region, FlagLayout.REGION_TAG));
  }
}

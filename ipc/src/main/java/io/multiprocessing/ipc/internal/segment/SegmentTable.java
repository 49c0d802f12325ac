package io.multiprocessing.ipc.internal.segment;

import java.lang.ref.Cleaner;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Both sides: the segments of this JVM.
 *
 * <p>This class is thread-safe.
 */
final class SegmentTable {

  /** Weak, so that what nobody uses goes with the garbage. */
  private static final Map<Long, WeakReference<Segment>> SEGMENTS =
      new HashMap<>(); // guarded by it

  /** Made by this JVM and known to others. */
  private static final Set<Segment> KEPT = new HashSet<>(); // guarded by SEGMENTS

  private static final Cleaner CLEANER = Cleaner.create();

  private SegmentTable() {}

  /** Returns the segment with its first user. */
  static Segment addCreated(Segment segment) {
    synchronized (SEGMENTS) {
      return add(segment);
    }
  }

  /** Guarded by SEGMENTS. */
  private static Segment add(Segment segment) {
    long id = segment.address().id();
    Runnable ending = segment.ending(); // the actions must not refer to the segment
    segment.tryAddUser();
    SEGMENTS.put(id, new WeakReference<>(segment));
    CLEANER.register(segment, () -> forget(id));
    if (ending != null) {
      CLEANER.register(segment, ending);
    }
    return segment;
  }

  private static void forget(long id) {
    synchronized (SEGMENTS) {
      WeakReference<Segment> reference = SEGMENTS.get(id);
      if (reference != null && reference.get() == null) { // not attached anew meanwhile
        SEGMENTS.remove(id);
      }
    }
  }

  /** Returns the segment with one more user; maps it if this JVM does not have it. */
  static Segment find(long id, Supplier<Segment> map) {
    synchronized (SEGMENTS) { // throughout: two mappings of one segment would be two objects
      WeakReference<Segment> reference = SEGMENTS.get(id);
      Segment known = reference == null ? null : reference.get();
      if (known != null && known.tryAddUser()) {
        return known;
      }
      return add(map.get()); // does not block
    }
  }

  static void keep(Segment segment) {
    synchronized (SEGMENTS) {
      segment.file().checkOpen();
      KEPT.add(segment);
    }
  }

  static boolean isKept(Segment segment) {
    synchronized (SEGMENTS) {
      return KEPT.contains(segment);
    }
  }

  static void addUser(Segment segment) {
    synchronized (SEGMENTS) {
      if (!segment.tryAddUser()) {
        segment.file().checkOpen(); // throws
      }
    }
  }

  /** Returns whether that was the last one. */
  static boolean removeUser(Segment segment) {
    synchronized (SEGMENTS) {
      if (!segment.dropUser()) {
        return false;
      }
      KEPT.remove(segment);
      SEGMENTS.remove(segment.address().id());
      segment.end();
      return true;
    }
  }
}

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

  static void addCreated(Segment segment) {
    register(segment);
    SegmentFile source = segment.source(); // the action must not refer to the segment
    CLEANER.register(segment, source::close);
  }

  private static void register(Segment segment) {
    long id = segment.address().id();
    synchronized (SEGMENTS) {
      SEGMENTS.put(id, new WeakReference<>(segment));
    }
    CLEANER.register(segment, () -> forget(id));
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
  static Segment find(SegmentAddress address, Supplier<Segment> map) {
    synchronized (
        SEGMENTS) { // mapping does not block; two mappings of one segment would be two objects
      WeakReference<Segment> reference = SEGMENTS.get(address.id());
      Segment known = reference == null ? null : reference.get();
      if (known != null && known.tryAddUser()) {
        return known;
      }
      Segment mapped = map.get();
      mapped.tryAddUser();
      register(mapped);
      return mapped;
    }
  }

  static void keep(Segment segment) {
    synchronized (SEGMENTS) {
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
      return true;
    }
  }
}

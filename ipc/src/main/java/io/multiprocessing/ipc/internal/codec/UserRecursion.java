package io.multiprocessing.ipc.internal.codec;

import java.util.Arrays;

/**
 * Both sides: tells code of the user that calls itself without end from objects that are nested too
 * deep: both overflow the stack, below a serializer or a hook of Java serialization.
 */
final class UserRecursion {
  private static final String CODEC = UserRecursion.class.getPackageName() + ".";
  private static final int MACHINERY_SHARE = 8; // nested objects have every second frame, or more
  private static final int FRAMES_KEPT = 30;

  private UserRecursion() {}

  /**
   * Returns what to throw in place of an overflow: of the user's code, if hardly any frame is of
   * what reads and writes objects; else the overflow itself, which {@link ObjectCodec} explains.
   *
   * @param what as in "was not written by its serializer"
   */
  static RuntimeException in(StackOverflowError overflow, String typeName, String what) {
    StackTraceElement[] frames = overflow.getStackTrace();
    long machinery = Arrays.stream(frames).filter(UserRecursion::isMachinery).count();
    if (machinery * MACHINERY_SHARE >= frames.length) {
      throw overflow;
    }
    overflow.setStackTrace(Arrays.copyOf(frames, Math.min(frames.length, FRAMES_KEPT)));
    return new CannotTravel(
        typeName,
        what
            + ": "
            + culprit(frames)
            + " called itself, directly or not, until the stack of the thread overflowed",
        "Look for a recursion without end there, or raise the stack size (-Xss).",
        overflow);
  }

  private static boolean isMachinery(StackTraceElement frame) {
    String name = frame.getClassName();
    return name.startsWith(CODEC)
        || name.startsWith("com.esotericsoftware.kryo.")
        || name.startsWith("java.io.Object");
  }

  /** Which is in the middle of what is seen: the ends may lie outside of the circle of calls. */
  private static StackTraceElement culprit(StackTraceElement[] frames) {
    return Arrays.stream(frames, frames.length / 2, frames.length)
        .filter(frame -> !isMachinery(frame) && !frame.getClassName().startsWith("java."))
        .findFirst()
        .orElse(frames[frames.length / 2]);
  }
}

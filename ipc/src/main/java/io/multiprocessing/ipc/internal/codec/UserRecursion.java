package io.multiprocessing.ipc.internal.codec;

import java.util.Arrays;

/**
 * Both sides: tells code of the user that calls itself without end from objects that are nested too
 * deep: both overflow the stack, below a serializer or a hook of Java serialization.
 */
final class UserRecursion {

  /*
   * What is here runs where the stack has just been full. If it overflows again, that is caught one
   * level further out. But a class whose initialization overflows cannot be used any more, of this
   * JVM's own classes too: so all of it is run once before it is needed.
   */

  private static final String CODEC = "io.multiprocessing.ipc.internal.codec.";
  private static final int MACHINERY_SHARE = 8; // nested objects have every second frame, or more
  private static final int FRAMES_KEPT = 30;

  static {
    StackOverflowError rehearsal = new StackOverflowError();
    isOfUser(rehearsal.getStackTrace());
    explained(rehearsal, UserRecursion.class, "", "");
  }

  private UserRecursion() {}

  /** To be called before code of the user is: loads what an overflow needs. */
  static void prepare() {
    // by the initialization of this class
  }

  /**
   * Returns what to throw in place of an overflow: of the user's code, if hardly any frame is of
   * what reads and writes objects; else the overflow itself, which {@link ObjectCodec} explains.
   *
   * @param type of what was written, or null
   * @param what as in "was not written by its serializer"
   * @param step the serializer, or nothing
   */
  static RuntimeException in(StackOverflowError overflow, Class<?> type, String what, String step) {
    if (!isOfUser(overflow.getStackTrace())) {
      throw overflow;
    }
    return explained(overflow, type, what, step);
  }

  private static boolean isOfUser(StackTraceElement[] frames) {
    int machinery = 0;
    for (StackTraceElement frame : frames) {
      machinery += isMachinery(frame) ? 1 : 0;
    }
    return machinery * MACHINERY_SHARE < frames.length;
  }

  private static CannotTravel explained(
      StackOverflowError overflow, Class<?> type, String what, String step) {
    StackTraceElement[] frames = overflow.getStackTrace();
    overflow.setStackTrace(Arrays.copyOf(frames, Math.min(frames.length, FRAMES_KEPT)));
    return new CannotTravel(
        type == null ? "An object" : TravelRules.describe(type),
        what
            + step
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
    for (int i = frames.length / 2; i < frames.length; i++) {
      if (!isMachinery(frames[i]) && !frames[i].getClassName().startsWith("java.")) {
        return frames[i];
      }
    }
    return frames[frames.length / 2];
  }
}

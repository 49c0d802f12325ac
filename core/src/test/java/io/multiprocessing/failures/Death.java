package io.multiprocessing.failures;

import io.multiprocessing.testing.Signals;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** The ways in which a worker ends, or never ends, while it runs something. */
enum Death {
  EXIT(7, "exited with code 7") {
    @Override
    void happen() {
      System.exit(7);
    }
  },
  HALT(9, "exited with code 9") {
    @Override
    void happen() {
      Runtime.getRuntime().halt(9);
    }
  },
  KILL(137, "exited with code 137 (SIGKILL") {
    @Override
    void happen() {
      Signals.send("KILL", ProcessHandle.current().pid());
      hang();
    }
  },
  SEGFAULT(1, "crashed with SIGSEGV (exited with code 1)") {
    @Override
    void happen() {
      writeToAddressZero();
    }
  },
  OUT_OF_MEMORY(3, "exited with code 3 (out of memory") {
    @Override
    @SuppressWarnings("ModifiedButNotUsed") // it is there to fill the heap
    void happen() {
      List<byte[]> hoard = new ArrayList<>();
      while (true) {
        hoard.add(new byte[1 << 20]);
      }
    }
  },
  HANG(137, "was killed") {
    @Override
    void happen() {
      hang();
    }
  };

  private final int exitCode;
  private final String message;

  Death(int exitCode, String message) {
    this.exitCode = exitCode;
    this.message = message;
  }

  /** Does it to the JVM of the caller. */
  abstract void happen();

  /** The exit code that the parent sees; of HANG when the pool kills it. */
  int exitCode() {
    return exitCode;
  }

  /** A part of what the parent says of it. */
  String message() {
    return message;
  }

  /** Never ends, whatever one asks of it. */
  static void hang() {
    while (true) {
      LockSupport.parkNanos(1_000_000_000L); // returns at once while the thread is interrupted
      Thread.interrupted();
    }
  }

  private static void writeToAddressZero() {
    try {
      Class<?> type = Class.forName("sun.misc.Unsafe");
      Field field = type.getDeclaredField("theUnsafe");
      field.setAccessible(true);
      type.getMethod("putLong", long.class, long.class).invoke(field.get(null), 0L, 0L);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.toString(), e);
    }
  }
}

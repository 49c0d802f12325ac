package io.multiprocessing.ipc.internal.wait;

import io.multiprocessing.ipc.internal.jvm.NativeCalls;

/** Both sides: the Linux system call futex, for words in memory shared between processes. */
final class Futex {

  /** No sleep is longer, whatever timeout is asked for. */
  static final long MAX_SLEEP_NANOS = 800_000_000;

  // without FUTEX_PRIVATE_FLAG (128): the word is in other processes too
  private static final long WAIT = 0;
  private static final long WAKE = 1;

  private static final int EINTR = 4;
  private static final int EAGAIN = 11;
  private static final int ETIMEDOUT = 110;

  /** The number of the system call, or -1 where we know none. */
  private static final long NUMBER = systemCallNumber();

  private static final long SYSCALL = NUMBER < 0 ? 0 : findSyscall();
  private static final Timeouts TIMEOUTS = SYSCALL == 0 ? null : new Timeouts();
  private static final boolean AVAILABLE = SYSCALL != 0 && works();

  private Futex() {}

  static boolean isAvailable() {
    return AVAILABLE;
  }

  /**
   * Sleeps if the word at the address has the expected value. Returns after a wake-up, after the
   * timeout (or a part of it), at once if the value differs, or for no reason.
   *
   * @throws IllegalStateException if the kernel does not accept the word
   */
  static void await(long address, int expected, long timeoutNanos) {
    long timespec = TIMEOUTS.atMost(timeoutNanos);
    if (NativeCalls.call(SYSCALL, NUMBER, address, WAIT, expected, timespec) == 0) {
      return;
    }
    int errno = NativeCalls.errno();
    if (errno != EAGAIN && errno != EINTR && errno != ETIMEDOUT) {
      throw new IllegalStateException(
          "futex wait on address 0x" + Long.toHexString(address) + " failed with errno=" + errno);
    }
  }

  /** Wakes those that sleep at the address, in the order in which they went to sleep. */
  static void wake(long address, int most) {
    NativeCalls.call(SYSCALL, NUMBER, address, WAKE, most, 0);
  }

  private static long systemCallNumber() {
    if (!System.getProperty("os.name", "").equals("Linux")) {
      return -1;
    }
    return switch (System.getProperty("os.arch", "")) {
      case "amd64", "x86_64" -> 202;
      case "aarch64" -> 98;
      default -> -1;
    };
  }

  private static long findSyscall() {
    try {
      return NativeCalls.function("syscall");
    } catch (LinkageError | RuntimeException e) {
      return 0; // for example musl instead of glibc, or no folder from which code may be run
    }
  }

  /** Sandboxes may refuse the call: try it once where it must answer EAGAIN. */
  private static boolean works() {
    long word = NativeCalls.allocateForever(Long.BYTES);
    return NativeCalls.call(SYSCALL, NUMBER, word, WAIT, 1, TIMEOUTS.atMost(1)) == -1
        && NativeCalls.errno() == EAGAIN;
  }

  /**
   * The kernel wants timeouts as a struct in memory. All threads share these constants, the longest
   * sleep and its half, quarter and so on: nothing to allocate or free per thread. The caller loops
   * anyway, so a wait may fall short of what was asked.
   */
  private static final class Timeouts {
    private static final int COUNT = 30; // the last is 1 ns
    private static final int TIMESPEC_BYTES = 16; // seconds, which stay 0, and nanoseconds

    private final long base = NativeCalls.allocateForever((long) COUNT * TIMESPEC_BYTES);

    Timeouts() {
      for (int halvings = 0; halvings < COUNT; halvings++) {
        NativeCalls.putLong(
            base + (long) halvings * TIMESPEC_BYTES + Long.BYTES, MAX_SLEEP_NANOS >> halvings);
      }
    }

    long atMost(long nanos) {
      int halvings = 0;
      while (MAX_SLEEP_NANOS >> halvings > nanos && halvings < COUNT - 1) {
        halvings++;
      }
      return base + (long) halvings * TIMESPEC_BYTES;
    }
  }
}

package io.multiprocessing.examples.locks;

import io.multiprocessing.examples.support.Seconds;
import io.multiprocessing.ipc.RawInt;
import io.multiprocessing.ipc.RawValue;
import io.multiprocessing.ipc.SharedBarrier;
import io.multiprocessing.ipc.SharedLock;
import io.multiprocessing.ipc.SharedRLock;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.Lock;

/**
 * A number that the processes of {@link Locks} add to, and how much care they take.
 *
 * @param value the number in shared memory; null if it is in a file
 * @param file the number in a file; null if it is in memory
 * @param lock held for each addition; null for none
 * @param atomic whether an addition is one step by itself
 * @param start where the processes wait for each other
 */
record Counter(RawInt value, Path file, Lock lock, boolean atomic, SharedBarrier start)
    implements AutoCloseable, Serializable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** The kinds of care. */
  enum Kind {
    FILE_NOLOCK(true, false),
    FILE_LOCK(true, true),
    VALUE_NOLOCK(false, false),
    VALUE_RLOCK(false, true),
    VALUE_LOCK(false, true),
    VALUE_ATOMIC(false, true);

    private final boolean inFile;
    private final boolean safe;

    Kind(boolean inFile, boolean safe) {
      this.inFile = inFile;
      this.safe = safe;
    }

    boolean inFile() {
      return inFile;
    }

    /** Tells whether no update may be lost. */
    boolean isSafe() {
      return safe;
    }

    Counter open(int processes) {
      return new Counter(
          inFile ? null : RawValue.ofInt(0),
          inFile ? newFile() : null,
          switch (this) {
            case FILE_LOCK, VALUE_LOCK -> SharedLock.create();
            case VALUE_RLOCK -> SharedRLock.create(); // what Python's Value has
            default -> null;
          },
          this == VALUE_ATOMIC,
          SharedBarrier.create(processes));
    }

    private static Path newFile() {
      try {
        return Files.writeString(Files.createTempFile("count", ".txt"), text(0));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Returns the name as options and reports have it. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Adds 1 that often, together with the other processes; returns the seconds that took. */
  double count(int times) throws Exception {
    start.await(PATIENCE);
    long begin = System.nanoTime();
    for (int i = 0; i < times; i++) {
      addOne();
    }
    return Seconds.since(begin);
  }

  private void addOne() {
    if (atomic) {
      value.getAndAdd(1);
    } else if (lock == null) {
      addInTwoSteps();
    } else {
      lock.lock();
      try {
        addInTwoSteps();
      } finally {
        lock.unlock();
      }
    }
  }

  private void addInTwoSteps() {
    if (file == null) {
      value.set(value.get() + 1);
    } else {
      write(read() + 1);
    }
  }

  /** Returns what was counted. */
  long get() {
    return file == null ? value.get() : read();
  }

  private int read() {
    try {
      return Integer.parseInt(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Always as long, over what is there: who reads meanwhile sees a whole number. */
  private void write(int count) {
    try {
      Files.writeString(file, text(count), StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(int count) {
    return String.format(Locale.ROOT, "%010d", count);
  }

  @Override
  public void close() {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

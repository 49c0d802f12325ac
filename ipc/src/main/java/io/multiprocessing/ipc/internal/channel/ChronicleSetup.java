package io.multiprocessing.ipc.internal.channel;

import io.multiprocessing.ipc.internal.jvm.JdkPackages;
import java.nio.file.Path;
import java.text.SimpleDateFormat;
import net.openhft.chronicle.bytes.SyncMode;
import net.openhft.chronicle.core.Jvm;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.posix.PosixAPI;
import net.openhft.posix.internal.PosixAPIHolder;
import org.slf4j.LoggerFactory;

/**
 * Both sides: makes Chronicle quick to start, silent and free of threads, before it is first
 * touched.
 *
 * <p>Every property is set only where the user has not set it.
 */
public final class ChronicleSetup {
  private static boolean prepared; // guarded by the class

  private ChronicleSetup() {}

  /**
   * Prepares this JVM once, as the first channel does; later calls return at once. Thread-safe.
   *
   * <p>Takes some 50 ms, which whoever will soon open a channel may have another thread spend.
   */
  public static synchronized void prepare() {
    if (prepared) {
      return;
    }
    loadDateFormats();
    JdkPackages.open(); // first: Chronicle's initializers remember what they could not reach
    setUnlessSet("chronicle.disk.monitor.disable", "true"); // or a thread looks at the disk
    setUnlessSet("background.releaser", "false"); // or a thread unmaps files some time later
    setUnlessSet("chronicle.announcer.disable", "true");
    setUnlessSet("chronicle.analytics.disable", "true");
    setUnlessSet("disable.perf.info", "true");
    if (System.getProperty("os.name", "").equals("Linux")) {
      // or closing a file calls msync, for which all native calls are bound after all: 70 ms. The
      // mode it would be called with (ASYNC) does nothing on Linux, so nobody loses anything
      setUnlessSet("mappedFile.defaultSyncMode", "NONE");
    }
    quietlyStartLogging();
    startChronicleWithoutNativeCalls();
    prepared = true;
  }

  /** A queue in {@code folder} that never rolls and has one mapping. */
  static SingleChronicleQueue openQueue(Path folder, boolean readOnly) {
    prepare();
    return SingleChronicleQueueBuilder.binary(folder)
        .rollCycle(SingleCycle.INSTANCE)
        .timeProvider(() -> 0L) // no listing of the folder because time has passed
        .blockSize(ChannelLayout.BLOCK_BYTES)
        .syncMode(SyncMode.NONE) // other systems: a channel does not outlive its JVMs
        .checkInterrupts(false) // an interrupted task must not lose a message
        .readOnly(readOnly)
        .build();
  }

  /*
   * The first date format of a JVM has to load calendars and locales: a tenth of the start. Chronicle
   * makes four of them in a static initializer, though a queue formats no dates. Nothing of it is
   * Chronicle's, so another core can have it done by the time Chronicle comes to it.
   */
  private static void loadDateFormats() {
    if (Runtime.getRuntime().availableProcessors() > 1) {
      Thread loading = new Thread(() -> new SimpleDateFormat("yyyy"), "multiprocessing-load-dates");
      loading.setDaemon(true);
      loading.start();
    }
  }

  private static void quietlyStartLogging() {
    String property = "slf4j.internal.verbosity";
    boolean unset = System.getProperty(property) == null;
    // Without a logging library SLF4J prints three lines on stderr when it is first used.
    setUnlessSet(property, "ERROR");
    LoggerFactory.getILoggerFactory();
    if (unset) {
      System.clearProperty(property);
    }
  }

  /*
   * Chronicle binds some fifty libc functions when it starts, a third of its start-up time, and a
   * queue that is never flushed to a disk calls none of them. They are left out now and stay
   * available: whoever asks for them later (the user's own code) gets the real ones.
   */
  private static void startChronicleWithoutNativeCalls() {
    if (PosixAPIHolder.POSIX_API != null) {
      return;
    }
    PosixAPI.useNoOpPosixApi();
    try {
      Jvm.init();
    } finally {
      PosixAPIHolder.POSIX_API = null;
    }
  }

  private static void setUnlessSet(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }
}

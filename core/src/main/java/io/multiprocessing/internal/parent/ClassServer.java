package io.multiprocessing.internal.parent;

import io.multiprocessing.internal.protocol.SessionLayout;
import io.multiprocessing.ipc.internal.memory.MappedFile;
import io.multiprocessing.ipc.internal.wait.Doorbell;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Parent side: answers the workers of a session that ask for classes and resources. Costs nothing
 * until it is started. This class is thread-safe.
 */
final class ClassServer implements AutoCloseable {

  /*
   * A thread of its own, not the driver. A worker may need a class while nobody drives, and the
   * thread that drives may be deep in code of the user, or not look for a while; and the class
   * loaders asked here, which are code of the user as well, shall not hold up the pool. It waits for
   * nothing but requests.
   */

  private static final long WAIT_NANOS = 10_000_000_000L; // only a second chance; the bell wakes us

  private final String threadName;
  private final Path session;
  private final Set<Path> workers = new HashSet<>(); // their folders; guarded by this
  private final Map<Path, ClassMailbox> mailboxes = new ConcurrentHashMap<>(); // changed under this
  private Doorbell bell; // guarded by this; null until the server has started
  private volatile boolean closed; // written under this

  /**
   * Creates a server, which does not start yet.
   *
   * @param threadName name of its thread
   * @param session the folder of the session, with the shared file in it
   */
  ClassServer(String threadName, Path session) {
    this.threadName = threadName;
    this.session = session;
  }

  /**
   * Starts to serve all workers, those of the future included; later calls do nothing.
   *
   * @throws io.multiprocessing.ipc.NoSpaceException if there is no room for the files; a later call
   *     tries again
   */
  synchronized void start(ClassFinder finder) {
    if (bell != null || closed) {
      return;
    }
    workers.forEach(this::makeMailbox);
    Doorbell own =
        new Doorbell(
            MappedFile.open(SessionLayout.sharedFile(session)), SessionLayout.CLASS_BELL_OFFSET);
    Thread thread = new Thread(() -> serve(finder, own), threadName);
    thread.setDaemon(true);
    thread.start();
    bell = own;
  }

  private void makeMailbox(Path worker) {
    mailboxes.computeIfAbsent(worker, ClassMailbox::create);
  }

  /** Makes a worker known, before its process is started. */
  synchronized void add(Path worker) {
    workers.add(worker);
    if (bell != null) {
      makeMailbox(worker);
    }
  }

  /** Forgets a worker that is gone. */
  synchronized void remove(Path worker) {
    workers.remove(worker);
    ClassMailbox mailbox = mailboxes.remove(worker);
    if (mailbox != null) {
      mailbox.close();
    }
  }

  /** Ends the thread, when all workers are gone. */
  @Override
  public synchronized void close() {
    closed = true;
    mailboxes.values().forEach(ClassMailbox::close);
    mailboxes.clear();
    if (bell != null) {
      bell.ring();
    }
  }

  private void serve(ClassFinder finder, Doorbell own) {
    while (!closed) {
      int seen = own.sequence(); // before looking, so that a later ring is noticed
      boolean served = false;
      for (ClassMailbox mailbox : mailboxes.values()) {
        served |= mailbox.serve(finder);
      }
      Thread.interrupted(); // by a class loader of the user; waiting must not become spinning
      if (!served) {
        own.awaitPatiently(seen, 0, WAIT_NANOS);
      }
    }
  }
}

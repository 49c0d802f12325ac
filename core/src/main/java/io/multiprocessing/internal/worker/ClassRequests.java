package io.multiprocessing.internal.worker;

import io.multiprocessing.internal.protocol.ClassRequest;
import io.multiprocessing.internal.protocol.ClassRequestLayout;
import io.multiprocessing.internal.protocol.SessionLayout;
import io.multiprocessing.ipc.internal.memory.MappedFile;
import io.multiprocessing.ipc.internal.memory.Memory;
import io.multiprocessing.ipc.internal.wait.Doorbell;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Worker side: asks the parent for classes and resources, one at a time. This class is thread-safe.
 */
final class ClassRequests {

  /*
   * Who waits for whom. Any thread of the worker may need a class at any moment, in the middle of
   * writing a result too, so requests have a file of their own beside the channel. The asking thread
   * holds the monitor, under which no code but this runs, and perhaps locks of class loading. The
   * parent answers in a thread that waits for nothing but these requests and the parent's own class
   * loaders: not for this worker, nor for the driver.
   *
   * Death of the parent. Other threads of this JVM watch it and halt the JVM.
   *
   * A request that its thread gave up, by an error such as the end of its stack, is answered all the
   * same; the next one waits for that before it writes over it.
   */

  private static final long SPIN_NANOS = 20_000;
  private static final long WAIT_NANOS = 1_000_000_000L; // only a second chance; the bell wakes us

  private final ByteBuffer words;
  private final Doorbell answerBell;
  private final Doorbell parentBell;
  private long requests; // guarded by this

  private ClassRequests(MappedFile own, MappedFile shared) {
    this.words = own.buffer();
    this.answerBell = new Doorbell(own, ClassRequestLayout.ANSWER_BELL_OFFSET);
    this.parentBell = new Doorbell(shared, SessionLayout.CLASS_BELL_OFFSET);
  }

  /** Opens the files, which the parent has made when it knows of anything to ask for. */
  static ClassRequests open(Path session, int workerId) {
    Path folder = SessionLayout.workerFolder(session, workerId);
    MappedFile own = MappedFile.open(SessionLayout.classFile(folder));
    // acquire: pairs with the parent's release at creation
    long magic = Memory.getLongAcquire(own.buffer(), ClassRequestLayout.MAGIC_OFFSET);
    if (magic != ClassRequestLayout.MAGIC) {
      throw new IllegalStateException(
          "class file of another version: magic="
              + Long.toHexString(magic)
              + ", expected "
              + Long.toHexString(ClassRequestLayout.MAGIC));
    }
    return new ClassRequests(own, MappedFile.open(SessionLayout.sharedFile(session)));
  }

  /**
   * Asks for something and waits for it; an interrupt stays pending.
   *
   * @return the content, or null if the parent has nothing of that name
   * @throws ClassNotFoundException if the parent failed to look for it; says why
   */
  synchronized byte[] ask(ClassRequest request) throws ClassNotFoundException {
    boolean interrupted = false;
    try {
      interrupted |= awaitAnswer();
      byte[] content = null;
      for (int part = 0;
          content == null || part * ClassRequestLayout.PART_BYTES < content.length;
          part++) {
        if (!request.write(words, part)) {
          return null;
        }
        // release: publishes the request; pairs with the acquire of the parent's thread
        Memory.putLongRelease(words, ClassRequestLayout.REQUEST_OFFSET, ++requests);
        parentBell.ring();
        interrupted |= awaitAnswer();
        if (Memory.getInt(words, ClassRequestLayout.STATUS_OFFSET) == ClassRequestLayout.MISSING) {
          return null;
        }
        if (content == null) {
          content = new byte[Memory.getInt(words, ClassRequestLayout.SIZE_OFFSET)];
        }
        takePart(part * ClassRequestLayout.PART_BYTES, content);
      }
      if (Memory.getInt(words, ClassRequestLayout.STATUS_OFFSET) == ClassRequestLayout.FAILED) {
        throw new ClassNotFoundException(
            request.name() + ": " + new String(content, StandardCharsets.UTF_8));
      }
      return content;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void takePart(int offset, byte[] content) {
    int length = Math.min(ClassRequestLayout.PART_BYTES, content.length - offset);
    words.get(ClassRequestLayout.CONTENT_OFFSET, content, offset, length);
  }

  /** Waits until all requests are answered; returns whether the thread was interrupted. */
  private boolean awaitAnswer() {
    boolean interrupted = false;
    while (true) {
      int seen = answerBell.sequence();
      // acquire: pairs with the release of the parent's thread; what it has written can be read
      if (Memory.getLongAcquire(words, ClassRequestLayout.ANSWER_OFFSET) == requests) {
        return interrupted;
      }
      interrupted |= Thread.interrupted(); // a pending one would make the wait a spin
      answerBell.await(seen, SPIN_NANOS, WAIT_NANOS);
    }
  }
}

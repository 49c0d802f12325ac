package io.multiprocessing.internal.parent;

import io.multiprocessing.internal.protocol.ClassRequest;
import io.multiprocessing.internal.protocol.ClassRequestLayout;
import io.multiprocessing.internal.protocol.SessionLayout;
import io.multiprocessing.ipc.internal.memory.MappedFile;
import io.multiprocessing.ipc.internal.memory.Memory;
import io.multiprocessing.ipc.internal.wait.Doorbell;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Parent side: what one worker asks for, and the answers. Confined to the server's thread. */
final class ClassMailbox implements AutoCloseable {

  private static final byte[] NOTHING = {};

  private final MappedFile file;
  private final ByteBuffer words;
  private final Doorbell answerBell;
  private long answered;
  private int status;
  private byte[] content = NOTHING; // of the last request, whose parts are still to be asked for

  private ClassMailbox(MappedFile file) {
    this.file = file;
    this.words = file.buffer();
    this.answerBell = new Doorbell(file, ClassRequestLayout.ANSWER_BELL_OFFSET);
  }

  static ClassMailbox create(Path workerFolder) {
    MappedFile file =
        MappedFile.create(SessionLayout.classFile(workerFolder), ClassRequestLayout.BYTES);
    // release: the worker that sees the magic sees a file of full size
    Memory.putLongRelease(file.buffer(), ClassRequestLayout.MAGIC_OFFSET, ClassRequestLayout.MAGIC);
    return new ClassMailbox(file);
  }

  /** Answers the request that is there; returns whether there was one. */
  boolean serve(ClassFinder finder) {
    // acquire: pairs with the worker's release; what it asks for can be read
    long request = Memory.getLongAcquire(words, ClassRequestLayout.REQUEST_OFFSET);
    if (request == answered) {
      return false;
    }
    int part = Memory.getInt(words, ClassRequestLayout.PART_OFFSET);
    if (part == 0) {
      find(finder);
    }
    answer(part);
    answered = request;
    // release: publishes the answer; pairs with the acquire of the asking thread
    Memory.putLongRelease(words, ClassRequestLayout.ANSWER_OFFSET, request);
    ring();
    return true;
  }

  private void ring() {
    try {
      answerBell.ring();
    } catch (IllegalStateException e) {
      // closed meanwhile: the worker is gone
    }
  }

  /** Class loaders are code of the user: whatever they throw is an answer. */
  private void find(ClassFinder finder) {
    try {
      byte[] found = finder.find(ClassRequest.read(words));
      status = found == null ? ClassRequestLayout.MISSING : ClassRequestLayout.FOUND;
      content = found == null ? NOTHING : found;
    } catch (Throwable e) {
      status = ClassRequestLayout.FAILED;
      content = describe(e);
    }
  }

  private static byte[] describe(Throwable failure) {
    try {
      return ("the parent's class loader failed: " + failure).getBytes(StandardCharsets.UTF_8);
    } catch (Throwable e) { // its toString, or there is no memory for the text
      return NOTHING;
    }
  }

  private void answer(int part) {
    int start = Math.min(part * ClassRequestLayout.PART_BYTES, content.length);
    int length = Math.min(ClassRequestLayout.PART_BYTES, content.length - start);
    Memory.putInt(words, ClassRequestLayout.STATUS_OFFSET, status);
    Memory.putInt(words, ClassRequestLayout.SIZE_OFFSET, content.length);
    words.put(ClassRequestLayout.CONTENT_OFFSET, content, start, length);
    if (start + length == content.length) {
      content = NOTHING; // a worker may ask seldom, and the content be large
    }
  }

  /** Any thread: the worker is gone. */
  @Override
  public void close() {
    file.close();
  }
}

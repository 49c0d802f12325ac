package io.multiprocessing.ipc.internal.files;

import io.multiprocessing.ipc.internal.jvm.ProcessIdentity;
import io.multiprocessing.ipc.internal.memory.FullFileSystem;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Both sides: this JVM, from when it begins to use names in a folder until it uses none.
 *
 * <p>This class is thread-safe.
 */
final class Membership {

  private static final int ATTEMPTS = 10;

  private final Path folder;
  private final String jvm;
  private final OwnerFile owner;
  private final Guardian guardian;
  private final AtomicLong numbers = new AtomicLong();

  private Membership(Path folder, String jvm, OwnerFile owner, Guardian guardian) {
    this.folder = folder;
    this.jvm = jvm;
    this.owner = owner;
    this.guardian = guardian;
  }

  static Membership begin(Path folder) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        PrivateFolder.ensure(folder);
        return beginOnce(folder);
      } catch (AccessDeniedException e) {
        throw e;
      } catch (IOException e) { // the folder has gone with its last name, or a sweep was too quick
        if (attempt == ATTEMPTS || FullFileSystem.isBehind(e)) {
          throw e;
        }
      }
    }
  }

  /** The guardian comes first: nothing may be there that nobody would remove. */
  private static Membership beginOnce(Path folder) throws IOException {
    ProcessIdentity self = ProcessIdentity.current();
    long random = ThreadLocalRandom.current().nextLong(Long.MAX_VALUE);
    String jvm = self.pid() + "-" + Long.toString(random, Character.MAX_RADIX);
    Path file = NamesLayout.jvmFile(folder, jvm);
    Guardian guardian = Guardian.start(folder, jvm);
    OwnFolders.add(file);
    try {
      OwnerFile owner = OwnerFile.createAt(file, self, "uses shared memory by name");
      if (Files.exists(file)) { // else a sweep has locked, and deleted, before we could lock
        return new Membership(folder, jvm, owner, guardian);
      }
      owner.close();
      throw new IOException(file + " was taken for another's");
    } catch (IOException | RuntimeException e) {
      guardian.dismiss();
      OwnFolders.remove(file);
      throw e;
    }
  }

  /** A new name for one use of a file. */
  String nextUser() {
    return jvm + "." + numbers.incrementAndGet();
  }

  /** A new place for a name that is being made. */
  Path nextDraft() {
    return NamesLayout.draft(folder, jvm, numbers.incrementAndGet());
  }

  /** Removes all that this JVM has there, while others may still use it; for its end. */
  void depart() throws IOException {
    Departure.ofJvm(folder, jvm);
  }

  /** For when it uses no name any more. */
  void end() throws IOException {
    Path file = NamesLayout.jvmFile(folder, jvm);
    try {
      Files.deleteIfExists(file);
      Departure.removeIfEmpty(folder);
    } finally {
      guardian.dismiss();
      owner.close();
      OwnFolders.remove(file); // after the lock: until then a sweep must not open the file
    }
  }
}

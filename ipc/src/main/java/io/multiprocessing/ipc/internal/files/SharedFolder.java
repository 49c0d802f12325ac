package io.multiprocessing.ipc.internal.files;

import io.multiprocessing.ipc.internal.memory.FullFileSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Both sides: the folder of files with names, each of which exists for as long as a process of this
 * user uses it.
 *
 * <p>Only this user can look into it. This class is thread-safe.
 */
public final class SharedFolder {

  /*
   * Life of a name (see NamesLayout for the files)
   *   made       in a hidden folder with its first user in it, then renamed in one step: a name is
   *              taken if there is a folder that is not empty
   *   attached   by a file of one's own in the folder of users; then the memory cannot go any more
   *   left       own file deleted, then the folder of users if that is empty; who could do that, and
   *              nobody else can have, deletes the memory and the name
   *   unlinked   memory deleted first: what others have mapped, they keep
   *
   * Death. A JVM that ends leaves its files among the users. Its guardian removes them at once, its
   * shutdown hook even before that if it has the time. If the guardian was killed too, the next
   * sweep finds the JVM's own file no longer locked, and does the same.
   *
   * No lock is held for any of this, so none can be left behind by the dead.
   */

  private static final String PREFIX = "multiprocessing-shared-";
  private static final int MAX_NAME_LENGTH = 200; // a file name has 255 bytes
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*");
  private static final int ATTEMPTS = 100;

  /** Made when first needed. */
  private static final class Default {
    static final SharedFolder FOLDER = new SharedFolder(SessionFolder.defaultBase());
  }

  private final Path path;
  private Membership membership; // guarded by this; null while this JVM uses no name
  private int uses; // guarded by this; of the membership
  private boolean hooked; // guarded by this; there is a shutdown hook

  /**
   * Stands for the folder within another one; nothing is made before it is needed.
   *
   * @param base exists; everybody may write to it
   */
  public SharedFolder(Path base) {
    this.path = base.toAbsolutePath().resolve(PREFIX + CurrentUser.word());
  }

  /**
   * Returns the folder where all processes of this user look.
   *
   * @return that in memory if there is such a file system, in the temp folder otherwise
   */
  public static SharedFolder inDefaultPlace() {
    return Default.FOLDER;
  }

  /**
   * Returns where it is.
   *
   * @return its path; exists while names are in use
   */
  public Path path() {
    return path;
  }

  /**
   * Begins to make a file with a name.
   *
   * <p>Does not block, but takes some milliseconds if this JVM has used no name before.
   *
   * @param name how it will be called
   * @param generation a number that no other file ever had
   * @return the file, still to be made and published
   * @throws IllegalArgumentException if it cannot be called that
   * @throws IllegalStateException if another file is called that
   * @throws io.multiprocessing.ipc.NoSpaceException if there is no room
   * @throws UncheckedIOException if the folder belongs to another user, is open to others, or
   *     cannot be made
   */
  public NamedDraft draft(String name, long generation) {
    Path target = path.resolve(check(name));
    try {
      sweep();
      checkFree(target);
      Membership self = join();
      NamedDraft draft =
          new NamedDraft(this, self.nextDraft(), target, generation, self.nextUser());
      try {
        draft.begin();
        return draft;
      } catch (IOException | RuntimeException e) {
        draft.close();
        throw e;
      }
    } catch (IOException e) {
      throw unchecked(e);
    }
  }

  private RuntimeException unchecked(IOException e) {
    return FullFileSystem.unchecked(e, path, NamesLayout.SMALL_FILE_BYTES);
  }

  private static String check(String name) {
    if (name.length() > MAX_NAME_LENGTH || !NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "name="
              + name
              + ", must be 1 to "
              + MAX_NAME_LENGTH
              + " of the characters A-Z a-z 0-9 _ - . and not begin with a dot");
    }
    return name;
  }

  /** Refuses a name that is taken. */
  void checkFree(Path name) throws IOException {
    refuseForeign(name);
    for (long generation : NamesLayout.generations(name, NamesLayout.MEMORY)) {
      if (Files.exists(NamesLayout.users(name, generation))) {
        throw new IllegalStateException(
            "name=" + name.getFileName() + " is taken: there is shared memory of that name in use");
      }
    }
  }

  /** Looks once: a name that goes between two looks would be taken for something else. */
  private static void refuseForeign(Path name) throws IOException {
    BasicFileAttributes found;
    try {
      found = Files.readAttributes(name, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return;
    }
    if (!found.isDirectory()) {
      throw new IllegalStateException(
          "name=" + name.getFileName() + ": " + name + " was not made by this library");
    }
  }

  /**
   * Begins to use a file that this or another process has made; any, of that name.
   *
   * @param name how it is called
   * @return the file; empty if there is none, or nobody uses it any more
   * @throws IllegalArgumentException if nothing can be called that
   * @throws IllegalStateException if something else is there
   * @throws UncheckedIOException if the folder belongs to another user, or is open to others
   */
  public Optional<NamedFile> attach(String name) {
    Path target = path.resolve(check(name));
    try {
      sweep();
      refuseForeign(target);
      for (int attempt = 1; attempt <= ATTEMPTS; attempt++) { // they may come and go meanwhile
        for (long generation : NamesLayout.generations(target, NamesLayout.MEMORY)) {
          Optional<NamedFile> found = attach(target, generation);
          if (found.isPresent()) {
            return found;
          }
        }
        Departure.removeDead(target);
        if (!Files.exists(target)) {
          return Optional.empty();
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw unchecked(e);
    }
  }

  /**
   * Begins to use one particular file.
   *
   * @param name how it is called
   * @param generation the number given when it was made
   * @return the file; empty if nobody uses it any more, or it was unlinked
   * @throws UncheckedIOException if the folder belongs to another user, or is open to others
   */
  public Optional<NamedFile> attach(String name, long generation) {
    try {
      sweep();
      return attach(path.resolve(check(name)), generation);
    } catch (IOException e) {
      throw unchecked(e);
    }
  }

  /**
   * Finds a file without using it: it may go at any time.
   *
   * @param name how it is called
   * @return its path and generation; empty if there is none, or nobody uses it any more
   * @throws IllegalArgumentException if nothing can be called that
   * @throws UncheckedIOException if the folder belongs to another user, or is open to others
   */
  public Optional<Found> find(String name) {
    Path target = path.resolve(check(name));
    try {
      sweep();
      return NamesLayout.generations(target, NamesLayout.MEMORY).stream()
          .filter(generation -> Files.exists(NamesLayout.users(target, generation)))
          .map(generation -> new Found(NamesLayout.memory(target, generation), generation))
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Both sides: a file that somebody uses.
   *
   * @param path where it is
   * @param generation the number given when it was made
   */
  public record Found(Path path, long generation) {}

  private Optional<NamedFile> attach(Path name, long generation) throws IOException {
    if (!Files.exists(NamesLayout.memory(name, generation))) { // spares a membership
      return Optional.empty();
    }
    NamedFile file = new NamedFile(this, name, generation, join().nextUser());
    boolean begun = false;
    try {
      begun = file.begin();
      return begun ? Optional.of(file) : Optional.empty();
    } finally {
      if (!begun) {
        file.close();
      }
    }
  }

  private Membership join() throws IOException {
    Membership found = joinCurrent(null);
    if (found != null) {
      return found;
    }
    Membership fresh = Membership.begin(path); // starts a process: without the monitor
    found = joinCurrent(fresh);
    if (found != fresh) { // another thread was quicker
      fresh.end();
    }
    return found;
  }

  /** Counts a use of the current membership, which is the offered one if there is none. */
  private synchronized Membership joinCurrent(Membership offered) {
    if (membership == null && offered != null) {
      membership = offered;
      hook();
    }
    if (membership != null) {
      uses++;
    }
    return membership;
  }

  /** Guarded by this. */
  private void hook() {
    if (hooked) {
      return;
    }
    hooked = true;
    try {
      Thread hook = new Thread(this::depart, "multiprocessing-shared-memory-names");
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException e) {
      // this JVM is ending: then the guardian does it
    }
  }

  /** At the end of this JVM. */
  private synchronized void depart() {
    try {
      if (membership != null) {
        membership.depart();
      }
    } catch (IOException e) {
      // the guardian tries again, and then whoever sweeps
    }
  }

  /** Ends one use that {@link #join()} has begun. */
  void leave() {
    Membership last = leaveCurrent();
    if (last == null) {
      return;
    }
    try {
      last.end();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the membership if that was its last use. */
  private synchronized Membership leaveCurrent() {
    if (--uses > 0) {
      return null;
    }
    Membership last = membership;
    membership = null;
    return last;
  }

  /** Removes what JVMs have left behind that have ended, for when their guardians were killed. */
  private void sweep() throws IOException {
    try {
      PrivateFolder.check(path);
    } catch (NoSuchFileException e) {
      return; // nobody uses a name
    }
    synchronized (SharedFolder.class) { // two sweeps in one JVM would take each other's locks away
      for (Path file : NamesLayout.list(path)) {
        if (NamesLayout.isJvmFile(file) && !OwnFolders.contains(file)) {
          sweep(file);
        }
      }
    }
  }

  private void sweep(Path jvmFile) throws IOException {
    try (OwnerFile owner = OwnerFile.tryTakeOverAt(jvmFile)) {
      if (owner != null && !owner.ownerLives()) {
        Departure.ofJvm(path, NamesLayout.jvmOf(jvmFile));
      }
    } catch (NoSuchFileException e) {
      // somebody else was quicker
    }
  }
}

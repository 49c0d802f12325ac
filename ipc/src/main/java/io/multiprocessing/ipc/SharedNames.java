package io.multiprocessing.ipc;

import io.multiprocessing.ipc.internal.codec.ObjectCodec;
import io.multiprocessing.ipc.internal.jvm.ProcessIdentity;
import io.multiprocessing.ipc.internal.segment.NamedContent;
import io.multiprocessing.ipc.internal.segment.SegmentHandle;
import java.io.UncheckedIOException;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Names by which JVMs that do not know each other find what they share: a value, an array, a lock,
 * a queue, or anything else that can travel to another JVM.
 *
 * <p>The names are those of one user on one machine, the same that {@link SharedMemory} uses. A
 * name is there until its publication is closed or the JVM that has published it ends, in whatever
 * way. What was looked up stays usable, as far as its own type promises. Looking up gives each JVM
 * the same memory if what was published is a handle of memory, and a copy if it is not.
 *
 * <p>This class is thread-safe.
 *
 * <p>Memory consistency: what a thread did before it published an object happens-before what a
 * thread of any JVM does after it has looked it up.
 */
public final class SharedNames {

  private static final String NOUN = "the publication";

  /** Strong: a name must not go because nobody keeps the publication. */
  private static final Set<Publication> OPEN = ConcurrentHashMap.newKeySet();

  private SharedNames() {}

  /**
   * Gives a name to an object that can travel to another JVM.
   *
   * <p>Does not block, but takes some milliseconds if this JVM has used no name before.
   *
   * @param name 1 to 200 of the characters A-Z a-z 0-9 _ - . and not a dot at the beginning
   * @param object what will be found by it, as it is now
   * @return ends it when closed; it need not be kept
   * @throws IllegalArgumentException if it cannot be called that
   * @throws IllegalStateException if the name is taken
   * @throws SerializationException if the object cannot travel
   * @throws NoSpaceException if there is no shared memory left
   * @throws UncheckedIOException if the folder of names belongs to another user, is open to others,
   *     or cannot be made
   */
  public static Publication publish(String name, Object object) {
    byte[] bytes = new ObjectCodec(loader(object.getClass())).toBytes(object);
    SegmentHandle memory = SegmentHandle.create(NOUN, name, bytes, NamedKind.PUBLICATION);
    Publication publication = new Publication(name, object, memory);
    OPEN.add(publication);
    return publication;
  }

  /**
   * Finds what was published by a name.
   *
   * <p>Does not block.
   *
   * @param <T> what it is
   * @param name by which it was published
   * @param type what it must be
   * @return the object: a handle of the same memory, or else a copy
   * @throws IllegalArgumentException if nothing can be called that, or what was published is of
   *     another type
   * @throws NoSuchElementException if there is no such name: nothing was published by it, the
   *     publication was closed, or its JVM has ended
   * @throws OwnerGoneException if the JVM that has published it has ended just now, or what it has
   *     published is gone
   * @throws IllegalStateException if it is the name of shared memory
   * @throws SerializationException if the object cannot be rebuilt in this JVM
   * @throws UncheckedIOException if the folder of names belongs to another user, or is open to
   *     others
   */
  public static <T> T lookup(String name, Class<T> type) {
    byte[] bytes = bytesOf(name);
    Object found;
    try {
      found = new ObjectCodec(loader(type)).fromBytes(bytes);
    } catch (SerializationException e) {
      throw e.getCause() instanceof OwnerGoneException gone ? gone : e;
    }
    if (!type.isInstance(found)) {
      throw new IllegalArgumentException(
          "type=" + type.getName() + ", but name=" + name + " is a " + found.getClass().getName());
    }
    return type.cast(found);
  }

  private static byte[] bytesOf(String name) {
    NamedContent content =
        NamedContent.read(name, NamedKind.PUBLICATION).orElseThrow(() -> noSuchName(name));
    if (content.kind() != NamedKind.PUBLICATION) {
      throw new IllegalStateException(
          "name=" + name + " is that of shared memory: see SharedMemory.attach");
    }
    checkAlive(name, content.creator());
    return content.bytes();
  }

  private static void checkAlive(String name, ProcessIdentity publisher) {
    if (!publisher.isAlive()) {
      throw new OwnerGoneException(
          "name=" + name + " was published by process " + publisher.pid() + ", which has ended",
          publisher.pid(),
          null);
    }
  }

  private static NoSuchElementException noSuchName(String name) {
    return new NoSuchElementException(
        "nothing is published as name="
            + name
            + ": it never was, the publication was closed, or its JVM has ended");
  }

  /** The application's, which knows its classes. */
  private static ClassLoader loader(Class<?> type) {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    if (context != null) {
      return context;
    }
    return type.getClassLoader() != null
        ? type.getClassLoader()
        : SharedNames.class.getClassLoader();
  }

  /**
   * What gives an object a name until it is closed.
   *
   * <p>This class is thread-safe.
   */
  public static final class Publication implements AutoCloseable {

    private final String name;
    private final Object object; // stays, so that its memory does
    private final SegmentHandle memory;

    private Publication(String name, Object object, SegmentHandle memory) {
      this.name = name;
      this.object = object;
      this.memory = memory;
    }

    /**
     * Returns the name.
     *
     * @return as it was published
     */
    public String name() {
      return name;
    }

    /** Takes the name away; a second call does nothing. What was published is not closed. */
    @Override
    public void close() {
      if (OPEN.remove(this)) {
        memory.close();
      }
    }

    /** Returns the name and what it is for. */
    @Override
    public String toString() {
      return "Publication[name=" + name + ", object=" + object + "]";
    }
  }
}

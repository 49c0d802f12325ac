package io.multiprocessing.internal.protocol;

/**
 * Both sides: where a worker finds the classes of tasks.
 *
 * <p>The parent knows its own class loaders; the worker is told by a word on its command line.
 */
public enum ClassAccess {

  /** On its class path, which is all there is. */
  PATH("path"),

  /** On its class path; what is not there is fetched from the parent. */
  PATH_THEN_PARENT("path-then-parent"),

  /** From the parent, all but this library, which alone is on the class path. */
  PARENT("parent");

  private final String word;

  ClassAccess(String word) {
    this.word = word;
  }

  /**
   * Returns what stands on the command line.
   *
   * @return one word
   */
  public String word() {
    return word;
  }

  /**
   * Reads the word.
   *
   * @param word what {@link #word()} returned
   * @return the constant
   */
  public static ClassAccess of(String word) {
    for (ClassAccess access : values()) {
      if (access.word.equals(word)) {
        return access;
      }
    }
    throw new IllegalArgumentException("not an access to classes: word=" + word);
  }
}

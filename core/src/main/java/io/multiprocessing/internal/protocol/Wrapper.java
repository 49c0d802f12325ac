package io.multiprocessing.internal.protocol;

/** Both sides: a function of this library around one of the user. */
public interface Wrapper {

  /**
   * Returns the function of the user.
   *
   * @return what is wrapped
   */
  Object wrapped();
}

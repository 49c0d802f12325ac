package io.multiprocessing.ipc.internal.codec;

/** Both sides: the names of the variables that a lambda captured, for messages, from the class file where it has them. */
final class ParameterNames {
  private ParameterNames() {}

  /** Returns the name of a parameter of a method, or null when the class file does not say. */
  static String of(String internalClass, String method, String signature, int parameter, ClassLoader loader) {
    return null;
  }
}

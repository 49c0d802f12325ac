package io.multiprocessing.docs.book;

import java.util.Locale;

/**
 * A sentence of the page with figures in it.
 *
 * @param sentence what it says
 * @param holds whether the results bear out what it says besides the figures
 */
record Finding(String sentence, boolean holds) {

  /** Returns a sentence that nothing but its figures depends on. */
  static Finding of(String format, Object... figures) {
    return when(true, format, figures);
  }

  /** Returns a sentence that only holds on a condition. */
  static Finding when(boolean holds, String format, Object... figures) {
    return new Finding(String.format(Locale.ROOT, format, figures), holds);
  }
}

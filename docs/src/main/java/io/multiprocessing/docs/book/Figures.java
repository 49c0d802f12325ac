package io.multiprocessing.docs.book;

import java.util.List;
import java.util.Locale;

/** How numbers look on the page. */
final class Figures {

  private Figures() {}

  /** Returns a time in seconds with three digits or so; a very short one in microseconds. */
  static String seconds(double seconds) {
    if (seconds < 1e-3) {
      return format(seconds < 1e-5 ? "%.1f µs" : "%.0f µs", seconds * 1e6);
    }
    return format(
        seconds < 1 ? "%.3f" : seconds < 10 ? "%.2f" : seconds < 100 ? "%.1f" : "%.0f", seconds);
  }

  /** Returns how many times as fast. */
  static String times(double factor) {
    return format(factor < 0.1 ? "%.3f×" : factor < 10 ? "%.2f×" : "%.1f×", factor);
  }

  /** Returns a time, and how many times as fast as another one that is. */
  static String secondsAndTimes(double seconds, double serialSeconds) {
    return seconds(seconds) + ", " + times(serialSeconds / seconds);
  }

  static String format(String format, Object... figures) {
    return String.format(Locale.ROOT, format, figures);
  }

  /** Returns words as "a, b and c". */
  static String and(List<String> words) {
    int last = words.size() - 1;
    return last < 1
        ? String.join("", words)
        : String.join(", ", words.subList(0, last)) + " and " + words.get(last);
  }
}

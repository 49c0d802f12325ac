package io.multiprocessing.internal.parent;

import io.multiprocessing.ipc.internal.jvm.DefaultTimeZone;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Parent side: what children have from this JVM besides the class path, and what they must not
 * have.
 */
final class Inheritance {

  /* Variables that JVMs and the java launcher read options from. */
  private static final List<String> OPTION_VARIABLES =
      List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

  private static final Pattern DEBUGGER =
      Pattern.compile("[\"']?-(agentlib:jdwp|Xrunjdwp)[^\\s\"']*[\"']?");

  private Inheritance() {}

  /** Returns the JVM options for the same language, charset and form of numbers and dates. */
  static List<String> flags() {
    List<String> flags = new ArrayList<>();
    addLocale(flags, Locale.getDefault(), "");
    addLocale(flags, Locale.getDefault(Locale.Category.DISPLAY), ".display");
    addLocale(flags, Locale.getDefault(Locale.Category.FORMAT), ".format");
    String charset = Charset.defaultCharset().name(); // in which we read what they print, too
    flags.add("-Dfile.encoding=" + charset);
    flags.add("-Dstdout.encoding=" + charset);
    flags.add("-Dstderr.encoding=" + charset);
    return flags;
  }

  private static void addLocale(List<String> flags, Locale locale, String category) {
    if (!category.isEmpty() && locale.equals(Locale.getDefault())) {
      return;
    }
    flags.add("-Duser.language" + category + "=" + locale.getLanguage());
    flags.add("-Duser.country" + category + "=" + locale.getCountry());
    flags.add("-Duser.script" + category + "=" + locale.getScript());
    flags.add("-Duser.variant" + category + "=" + locale.getVariant());
  }

  /**
   * Returns the time zone that a child is to have, or null if it finds it out as this JVM would.
   *
   * @param options the child's JVM options
   */
  static String timeZone(List<String> options) {
    for (String argument : options) {
      if (argument.startsWith("-Duser.timezone=")) {
        return null;
      }
    }
    return DefaultTimeZone.idIfKnown();
  }

  /**
   * Takes out of an environment what lets a debugger in: children would fight for its port, or wait
   * for it, each of them.
   */
  static void clean(Map<String, String> environment) {
    for (String name : OPTION_VARIABLES) {
      String options = environment.get(name);
      if (options != null && DEBUGGER.matcher(options).find()) {
        environment.put(name, DEBUGGER.matcher(options).replaceAll(""));
      }
    }
  }
}

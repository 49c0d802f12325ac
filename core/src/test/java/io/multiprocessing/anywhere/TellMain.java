package io.multiprocessing.anywhere;

import io.multiprocessing.Pool;
import io.multiprocessing.ipc.internal.files.SessionFolder;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;

/** Has a worker compute and tell what it sees of its surroundings. */
final class TellMain {

  private TellMain() {}

  static List<String> surroundings() {
    List<String> lines = new ArrayList<>();
    lines.add("locale " + Locale.getDefault().toLanguageTag());
    lines.add("format " + Locale.getDefault(Locale.Category.FORMAT).toLanguageTag());
    lines.add("number " + String.format("%.1f", 1.5));
    lines.add("zone " + TimeZone.getDefault().getID());
    lines.add("charset " + Charset.defaultCharset().name());
    lines.add("property " + System.getProperty("tell.me"));
    lines.add("launcher " + System.getProperty("tell.launcher"));
    lines.add(
        "debugger "
            + ManagementFactory.getRuntimeMXBean().getInputArguments().toString().contains("jdwp"));
    return lines;
  }

  public static void main(String[] args) throws Exception {
    for (String arg : args) {
      switch (arg) {
        case "tokyo" -> TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
        case "french" -> Locale.setDefault(Locale.CANADA_FRENCH);
        case "german-numbers" -> Locale.setDefault(Locale.Category.FORMAT, Locale.GERMANY);
        default -> throw new IllegalArgumentException(arg);
      }
    }
    try (Pool pool = Pool.create(2)) {
      System.out.println("answers " + pool.map(x -> x * x, List.of(1, 2, 3)));
      System.out.println("umlaut " + pool.apply(() -> "größe"));
      pool.apply(
          () -> {
            System.out.println("printed größe");
            return null;
          });
      for (String line : pool.apply(TellMain::surroundings)) {
        System.out.println("worker " + line);
      }
      Path base = SessionFolder.defaultBase();
      String own = "multiprocessing-" + ProcessHandle.current().pid() + "-";
      String[] folders = base.toFile().list((folder, name) -> name.startsWith(own));
      System.out.println("base " + base + " " + folders.length);
      System.out.println("litter " + Files.exists(Path.of("?")));
    }
    // not before: this finds out the time zone
    surroundings().forEach(line -> System.out.println("parent " + line));
    System.out.println("closed");
  }
}

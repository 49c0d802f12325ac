package io.multiprocessing.ipc;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** Uses shared memory for the first time when no file can be opened, and again when some can. */
final class OutOfFilesMain {

  private OutOfFilesMain() {}

  public static void main(String[] args) throws Exception {
    load(Path.of(SharedQueue.class.getProtectionDomain().getCodeSource().getLocation().toURI()));
    List<InputStream> files = new ArrayList<>();
    try {
      while (true) {
        files.add(new FileInputStream("/dev/null"));
      }
    } catch (IOException e) {
      System.out.println("opened all");
    }
    attempt();
    for (InputStream file : files) {
      file.close();
    }
    attempt();
  }

  private static void attempt() {
    attempt("value", () -> RawValue.ofLong(7).get());
    attempt("array", () -> RawArray.ofBytes(7).length());
    attempt("lock", () -> SharedLock.create().tryLock());
    attempt(
        "queue",
        () -> {
          try (JoinableSharedQueue<Integer> queue = JoinableSharedQueue.unbounded()) {
            queue.put(7);
            return queue.take();
          }
        });
  }

  private static void attempt(String what, Callable<?> act) {
    try {
      System.out.println(what + " " + act.call());
    } catch (Exception e) {
      System.out.println(what + " failed");
    } catch (LinkageError e) { // a class that can never be used again, perhaps
      System.out.println(what + " broken by " + e);
    }
  }

  /**
   * Of a jar that is open all classes can be loaded; of a folder, only while files can be opened.
   */
  private static void load(Path classes) throws Exception {
    // opens all jars: one that cannot be opened when it is needed is never looked at again
    OutOfFilesMain.class.getClassLoader().getResources("META-INF/none").hasMoreElements();
    try (Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".class")).toList()) {
        String name = classes.relativize(file).toString().replace(".class", "").replace('/', '.');
        Class.forName(name, false, OutOfFilesMain.class.getClassLoader());
      }
    }
  }
}

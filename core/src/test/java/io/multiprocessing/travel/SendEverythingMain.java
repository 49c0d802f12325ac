package io.multiprocessing.travel;

import io.multiprocessing.Pool;
import java.nio.file.Path;

/**
 * A parent: sends every value to a worker of the JDK that it is given, and says what went wrong.
 */
public final class SendEverythingMain {

  private SendEverythingMain() {}

  public static void main(String[] arguments) {
    try (Pool pool = Pool.builder().workers(1).javaHome(Path.of(arguments[0])).build()) {
      int worker = pool.apply(() -> Runtime.version().feature());
      System.out.println("versions " + Runtime.version().feature() + " " + worker);
      var findings = OneValue.sendAll(pool, true);
      findings.forEach(
          (name, finding) -> {
            if (!finding.isEmpty()) {
              System.out.println("finding " + name + ": " + finding);
            }
          });
      System.out.println("done " + findings.size());
    }
  }
}

package io.multiprocessing.anywhere;

import java.util.List;

/** The source of a program that uses a pool with a bit of everything, and what it prints. */
final class LittleProgram {

  private static final String SOURCE =
      """
      import io.multiprocessing.Pool;
      import java.util.ArrayList;
      import java.util.List;

      public class Program {
        enum Light {
          RED,
          GREEN {
            @Override
            String order() {
              return "go";
            }
          };

          String order() {
            return "stop";
          }
        }

        static int twice(int x) {
          return 2 * x;
        }

        public static List<String> lines() {
          record Point(int x, int y) {}
          List<String> lines = new ArrayList<>();
          int captured = 10;
          try (Pool pool = Pool.create(1)) {
            long here = ProcessHandle.current().pid();
            lines.add("elsewhere " + pool.apply(() -> ProcessHandle.current().pid() != here));
            lines.add("lambda " + pool.map(x -> x + captured, List.of(1, 2, 3)));
            lines.add("reference " + pool.map(Program::twice, List.of(1, 2, 3)));
            lines.add("record " + pool.map(p -> new Point(p.y(), p.x()), List.of(new Point(1, 2))));
            lines.add("enum " + pool.map(light -> light.order() + light, List.of(Light.values())));
          }
          return lines;
        }

        public static void main(String[] args) {
          lines().forEach(System.out::println);
        }
      }
      """;

  static final List<String> OUTPUT =
      List.of(
          "elsewhere true",
          "lambda [11, 12, 13]",
          "reference [2, 4, 6]",
          "record [Point[x=2, y=1]]",
          "enum [stopRED, goGREEN]");

  private LittleProgram() {}

  /** Returns the source of a class {@code Program} without a package. */
  static String inNoPackage() {
    return SOURCE;
  }

  /** Returns the source of a class {@code Program} in a package. */
  static String in(String packageName) {
    return "package " + packageName + ";\n" + SOURCE;
  }
}

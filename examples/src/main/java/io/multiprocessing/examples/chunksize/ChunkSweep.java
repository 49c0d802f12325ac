package io.multiprocessing.examples.chunksize;

import io.multiprocessing.Chunking;
import io.multiprocessing.Pool;
import io.multiprocessing.TaskOptions;
import io.multiprocessing.examples.support.Seconds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Runs the work of one shape with many chunk sizes. The repetitions are interleaved: every size is
 * tried once, then every size again, so that what slows the machine down for a while hits all.
 */
final class ChunkSweep {

  private static final int WARM_CALLS = 3;

  private final Pool pool;
  private final int workers;
  private final Shape.Work work;
  private final Runnable step;

  /**
   * Prepares the sweep.
   *
   * @param step called after each call of the pool that counts
   */
  ChunkSweep(Pool pool, int workers, Shape.Work work, Runnable step) {
    this.pool = pool;
    this.workers = workers;
    this.work = work;
    this.step = step;
  }

  /** How the chunk size was chosen. */
  enum Choice {
    /** One of the book's sizes. */
    FIXED,
    /** Fixed too, as the number of items divided by a number of chunks. */
    NUMBER,
    /** By Python's rule. */
    PYTHON,
    /** By the pool, while it runs. */
    AUTOMATIC;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One point of the sweep.
   *
   * @param choice how the size was chosen
   * @param number the number of chunks that was asked for; null unless one was
   * @param chunkSize the size; null if it changes as the pool runs
   * @param allSeconds the time of each repetition
   */
  record Point(Choice choice, Integer number, Integer chunkSize, List<Double> allSeconds) {

    private static Point of(Choice choice, Integer number, Integer chunkSize) {
      return new Point(choice, number, chunkSize, new ArrayList<>());
    }

    private TaskOptions options() {
      Chunking rule =
          switch (choice) {
            case AUTOMATIC -> new Chunking.Adaptive();
            case PYTHON -> new Chunking.Python();
            default -> new Chunking.Fixed(chunkSize);
          };
      return TaskOptions.defaults().chunking(rule);
    }
  }

  /** Tries each size, each number of chunks, Python's rule and the automatic size. */
  List<Point> sweep(List<Integer> sizes, List<Integer> numbers, int repeat) {
    int items = work.items().size();
    List<Point> points =
        Stream.of(
                sizes.stream().map(size -> Point.of(Choice.FIXED, null, size)),
                numbers.stream().map(n -> Point.of(Choice.NUMBER, n, Math.max(1, items / n))),
                Stream.of(Point.of(Choice.PYTHON, null, ceil(items, 4 * workers))),
                Stream.of(Point.of(Choice.AUTOMATIC, null, null)))
            .flatMap(kind -> kind)
            .toList();
    for (int i = 0; i < WARM_CALLS; i++) {
      pool.map(work.task(), work.items());
    }
    interleave(points, repeat);
    return points;
  }

  /**
   * Runs the best of the fixed sizes against the automatic one, in turns. The sweep alone would
   * favour the former: the best of many is also the luckiest.
   *
   * @return the best, and the automatic one
   */
  List<Point> duel(List<Point> points, ToDoubleFunction<List<Double>> statistic, int repeat) {
    Point best =
        points.stream()
            .filter(point -> point.choice() == Choice.FIXED)
            .min(Comparator.comparingDouble(p -> statistic.applyAsDouble(p.allSeconds())))
            .orElseThrow();
    List<Point> duel =
        List.of(
            Point.of(Choice.FIXED, null, best.chunkSize()), Point.of(Choice.AUTOMATIC, null, null));
    interleave(duel, repeat);
    return duel;
  }

  private void interleave(List<Point> points, int repeat) {
    for (int i = 0; i < repeat; i++) {
      for (Point point : points) {
        long begin = System.nanoTime();
        pool.map(work.task(), work.items(), point.options());
        point.allSeconds().add(Seconds.since(begin));
        step.run();
      }
    }
  }

  private static int ceil(int items, int parts) {
    return (items + parts - 1) / parts;
  }
}

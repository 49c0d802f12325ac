package io.multiprocessing.examples.primes;

import io.multiprocessing.Pool;
import io.multiprocessing.TaskOptions;
import io.multiprocessing.examples.primes.PrimeSearch.Numbers;
import io.multiprocessing.examples.support.Bar;
import io.multiprocessing.examples.support.CountConverter;
import io.multiprocessing.examples.support.Output;
import io.multiprocessing.examples.support.PoolSizes;
import io.multiprocessing.examples.support.PrimeRange;
import io.multiprocessing.examples.support.Seconds;
import io.multiprocessing.examples.support.TrialDivision;
import io.multiprocessing.examples.support.WarmUp;
import java.io.PrintWriter;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * How are many small items of unequal cost spread? Finds all primes in a range of numbers, as
 * chapter 9 of "High Performance Python" does: an even number costs one division, a prime
 * thousands. {@link PrimeSearch} has the ways to do it, {@link TrialDivision} what one item costs.
 */
@Command(
    name = "primes",
    description = "All primes in a range: map, imap, imapUnordered, a range.",
    footerHeading = "%nThe ranges of the book, High Performance Python:%n",
    footer = {
      "  A  from 1e8,  1e4 numbers,   551 primes",
      "  B  from 1e8,  1e5 numbers,  5411 primes",
      "  C  from 1e8,  1e6 numbers, 54208 primes",
      "  D  from 1e9,  1e5 numbers,  4832 primes",
      "  E  from 1e11, 1e5 numbers,  4019 primes",
      "It reports for E, in Python: 54.6 s serial, 13.9 s with 4 processes. map is the",
      "fastest there and takes the most memory; imap is slower, imap_unordered more so."
    })
public final class Primes implements Callable<Integer> {

  /** More numbers than this, as objects, are too much for a small heap. */
  private static final long MAX_NUMBERS = 10_000_000;

  @Option(
      names = "--range",
      paramLabel = "A..E",
      description = "One of the book's ranges, see below. Default: C, if --from is not given")
  private PrimeRange range;

  @Option(
      names = "--from",
      paramLabel = "N",
      converter = CountConverter.class,
      description = "First number of another range, at least 3")
  private Long from;

  @Option(
      names = "--to",
      paramLabel = "N",
      converter = CountConverter.class,
      description = "End of that range; does not belong to it")
  private Long to;

  @Option(
      names = "--method",
      paramLabel = "NAME",
      description =
          "${COMPLETION-CANDIDATES}; serial and stream stay in this JVM."
              + " Default: range; with --shuffle map, as the book")
  private PrimeSearch method;

  @Option(
      names = "--chunk-size",
      paramLabel = "N",
      description = "Numbers that travel to a worker together. Default: the pool finds out")
  private Integer chunkSize;

  @Option(names = "--shuffle", description = "Let the numbers travel in random order.")
  private boolean shuffle;

  @Option(
      names = "--repeat",
      paramLabel = "N",
      defaultValue = "7",
      description = "How often each does it; the median time counts. Default: ${DEFAULT-VALUE}")
  private int repeat;

  @Mixin private PoolSizes pools;
  @Mixin private Output output;

  /** A row of the table, with more digits. */
  record Row(
      PrimeSearch method,
      int workers,
      int count,
      double seconds,
      double speedup,
      List<Double> allSeconds,
      boolean right) {}

  /** The whole table. */
  record Report(
      String example,
      PrimeRange range,
      long from,
      long to,
      Integer chunkSize,
      boolean shuffled,
      String checkedBy,
      List<Row> runs) {}

  @Override
  public Integer call() {
    chooseDefaults();
    checkOptions();
    Numbers numbers = new Numbers(from, to, numbersToTravel());
    long[] expected = expectedPrimes();
    printHead();
    List<Row> rows = new ArrayList<>();
    for (PrimeSearch chosen : method.chosen()) {
      for (int number : chosen.workers(pools.all())) {
        rows.add(row(chosen, number, measure(chosen, number, numbers), expected, rows));
        printRow(rows.get(rows.size() - 1));
      }
    }
    boolean right = rows.stream().allMatch(Row::right);
    output.table().println(right ? "" : "NOT RIGHT: " + checkedBy() + " finds other primes.");
    output.finish(report(rows));
    return right ? 0 : 1;
  }

  /**
   * What came of all repetitions.
   *
   * @param primes the numbers found, in any order
   * @param allSeconds the time of each repetition
   */
  private record Found(long[] primes, List<Double> allSeconds) {}

  private Found measure(PrimeSearch chosen, int number, Numbers numbers) {
    try (Bar bar = Bar.open(number + " in " + chosen, repeat * (to - from))) {
      if (chosen.needsNoPool()) {
        return timed(chosen, numbers, null, bar);
      }
      try (Pool pool = Pool.create(number)) {
        WarmUp.eachWorker(pool, number, 1, () -> null);
        return timed(chosen, numbers, pool, bar);
      }
    }
  }

  private Found timed(PrimeSearch chosen, Numbers numbers, Pool pool, Bar bar) {
    TaskOptions options =
        chunkSize == null ? TaskOptions.defaults() : TaskOptions.defaults().chunkSize(chunkSize);
    WarmUp.rounds(() -> chosen.find(numbers, pool, options));
    List<Double> seconds = new ArrayList<>();
    long[] primes = {};
    for (int round = 0; round < repeat; round++) {
      long done = round * (to - from);
      long begin = System.nanoTime();
      primes = chosen.find(numbers, pool, options.progress(bar.from(done)));
      seconds.add(Seconds.since(begin));
      bar.to(done + to - from);
    }
    return new Found(primes, seconds);
  }

  private Row row(
      PrimeSearch chosen, int number, Found found, long[] expected, List<Row> rowsBefore) {
    double seconds = Seconds.median(found.allSeconds());
    double first = rowsBefore.isEmpty() ? seconds : rowsBefore.get(0).seconds();
    long[] primes = found.primes();
    Arrays.sort(primes); // shuffled, or as they came
    boolean right = Arrays.equals(primes, expected);
    return new Row(
        chosen, number, primes.length, seconds, first / seconds, found.allSeconds(), right);
  }

  private Report report(List<Row> rows) {
    return new Report(output.example(), range, from, to, chunkSize, shuffle, checkedBy(), rows);
  }

  private List<Long> numbersToTravel() {
    List<Long> numbers = LongStream.range(from, to).boxed().collect(Collectors.toList());
    if (shuffle) {
      Collections.shuffle(numbers, new Random(42)); // the same order in every run
    }
    return numbers;
  }

  private long[] expectedPrimes() {
    return LongStream.range(from, to)
        .filter(
            n ->
                fitsInt()
                    ? org.apache.commons.math3.primes.Primes.isPrime((int) n)
                    : BigInteger.valueOf(n).isProbablePrime(50))
        .toArray();
  }

  private boolean fitsInt() {
    return to <= Integer.MAX_VALUE;
  }

  private String checkedBy() {
    return fitsInt() ? "commons-math3" : "BigInteger";
  }

  private void printHead() {
    PrintWriter table = output.table();
    table.printf(
        Locale.ROOT,
        "primes among %,d numbers from %,d on%s; %s; checked by %s%n%n",
        to - from,
        from,
        shuffle ? ", shuffled" : "",
        repeat == 1 ? "once" : "median of " + repeat,
        checkedBy());
    table.println("method         workers   primes  seconds  speed-up");
    table.flush();
  }

  private void printRow(Row row) {
    PrintWriter table = output.table();
    table.printf(
        Locale.ROOT,
        "%-14s %7d %8d %8.3f %8.2fx%n",
        row.method(),
        row.workers(),
        row.count(),
        row.seconds(),
        row.speedup());
    table.flush();
  }

  private void chooseDefaults() {
    output.require(
        range == null || (from == null && to == null), "--range or --from and --to, not both");
    output.require((from == null) == (to == null), "--from and --to belong together");
    if (method == null) {
      method = shuffle ? PrimeSearch.MAP : PrimeSearch.RANGE;
    }
    if (from == null) {
      range = range == null ? PrimeRange.C : range;
      from = range.from;
      to = range.to;
    }
  }

  private void checkOptions() {
    output.require(from >= 3, "--from must be at least 3, but is " + from);
    output.require(from < to, "--to must be greater than --from, but is " + to);
    output.require(
        to - from <= MAX_NUMBERS,
        "--to is too large: " + (to - from) + " numbers are more than " + MAX_NUMBERS);
    output.require(
        !shuffle || method != PrimeSearch.RANGE, "--shuffle needs another --method than range");
    output.requireAtLeastOne("--repeat", repeat);
    output.requireAtLeastOne("--chunk-size", chunkSize == null ? 1 : chunkSize);
    pools.check(output);
  }
}

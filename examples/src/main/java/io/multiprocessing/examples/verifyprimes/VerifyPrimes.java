package io.multiprocessing.examples.verifyprimes;

import io.multiprocessing.examples.support.Bar;
import io.multiprocessing.examples.support.Cores;
import io.multiprocessing.examples.support.CountConverter;
import io.multiprocessing.examples.support.Output;
import io.multiprocessing.examples.support.Picture;
import io.multiprocessing.examples.support.Seconds;
import java.io.PrintWriter;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * What does it cost workers to tell each other that one has found the answer? Tells whether large
 * numbers are prime, as chapter 9 of "High Performance Python" does: each worker looks for a factor
 * in its own range, and stops when another has one. {@link VerifyVariant} lists the ways to say so,
 * {@link PoolVerifier} uses the pool, {@link FactorSearch} is what runs in the workers.
 */
@Command(
    name = "verify-primes",
    description = "Are large numbers prime? Who finds a factor stops the others.",
    footer = "%nThe table shows the figures of the book, High Performance Python, too.")
public final class VerifyPrimes implements Callable<Integer> {

  private static final double WARM_SECONDS = 0.2;

  private static final int LEAST_WARM_ROUNDS = 2;

  private static final double QUICK_SECONDS = 0.2;

  private static final double SLOW_SECONDS = 0.5;

  private static final double LEAST_SECONDS_TO_DRAW = 0.02;

  private static final String COLUMN = " %12s";

  private static final long LARGEST = 1_000_000_000_000_000_000L;

  @Option(
      names = "--variants",
      paramLabel = "NAME",
      split = ",",
      description = "${COMPLETION-CANDIDATES}. Default: all")
  private List<VerifyVariant> variants = List.of(VerifyVariant.values());

  @Option(
      names = "--numbers",
      paramLabel = "N",
      split = ",",
      converter = CountConverter.class,
      description = "Numbers to verify. Default: the book's five")
  private List<Long> numbers = VerifyVariant.NUMBERS;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "Size of the pool. Default: the number of cores")
  private int workers = Cores.all();

  @Option(
      names = "--check-every",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Candidates between two looks at the flag, even. Default: ${DEFAULT-VALUE}")
  private int checkEvery;

  @Option(
      names = "--repeat",
      paramLabel = "N",
      description =
          "How often each is done; the least time counts, and the median of the times to stop."
              + " Default: 2 to 5 times while that is quick, once what takes half a second; the book: 20")
  private Integer repeat;

  @Option(
      names = "--redis",
      paramLabel = "URL",
      description =
          "A Redis server that is there, redis://host:port."
              + " Default: one of our own is started, and ended")
  private String redisUrl;

  @Mixin private Picture picture;
  @Mixin private Output output;

  /**
   * One number in one variant.
   *
   * @param bookSeconds what the three editions report; null for nothing, also in place of all
   */
  record Entry(
      VerifyVariant variant,
      long number,
      boolean prime,
      double seconds,
      List<Double> allSeconds,
      Double stopMillis,
      List<Double> allStopMillis,
      boolean right,
      List<Double> bookSeconds) {}

  /** The whole table. */
  record Report(String example, int workers, int checkEvery, Integer repeat, List<Entry> runs) {}

  @Override
  public Integer call() {
    checkOptions();
    List<Entry> runs = new ArrayList<>();
    printHead();
    try (VerifySetup setup = new VerifySetup(workers, checkEvery, redisUrl)) {
      for (VerifyVariant variant : variants) {
        List<Entry> row = run(variant, setup);
        printRow(variant, row);
        runs.addAll(row);
      }
    }
    draw(runs);
    boolean right = runs.stream().allMatch(Entry::right);
    output.table().println(right ? "" : "NOT RIGHT: BigInteger.isProbablePrime says otherwise.");
    output.finish(new Report(output.example(), workers, checkEvery, repeat, runs));
    return right ? 0 : 1;
  }

  private List<Entry> run(VerifyVariant variant, VerifySetup setup) {
    try (Verifier verifier = variant.open(setup);
        Bar bar = Bar.open(variant.toString(), numbers.size())) {
      warmUp(verifier);
      List<Entry> row = new ArrayList<>();
      for (long number : numbers) {
        row.add(entry(variant, verifier, number));
        bar.step();
      }
      return row;
    }
  }

  private void warmUp(Verifier verifier) {
    List<Long> warmNumbers = WarmNumbers.of(workers);
    long begin = System.nanoTime();
    for (int i = 0; i < LEAST_WARM_ROUNDS || Seconds.since(begin) < WARM_SECONDS; i++) {
      warmNumbers.forEach(verifier::verify);
    }
  }

  private Entry entry(VerifyVariant variant, Verifier verifier, long number) {
    List<Double> seconds = new ArrayList<>();
    List<Verifier.Answer> answers = new ArrayList<>();
    while (isToBeRepeated(seconds)) {
      long begin = System.nanoTime();
      answers.add(verifier.verify(number));
      seconds.add(Seconds.since(begin));
    }
    boolean prime = answers.get(0).prime();
    boolean expected = BigInteger.valueOf(number).isProbablePrime(100);
    boolean right = answers.stream().allMatch(answer -> answer.prime() == expected);
    List<Double> stops =
        answers.stream().map(Verifier.Answer::stopMillis).filter(Objects::nonNull).toList();
    Double stopMillis = stops.isEmpty() ? null : Double.valueOf(Seconds.median(stops));
    return new Entry(
        variant,
        number,
        prime,
        Seconds.least(seconds),
        seconds,
        stopMillis,
        stops,
        right,
        bookSeconds(variant, number));
  }

  private boolean isToBeRepeated(List<Double> seconds) {
    int times = seconds.size();
    if (repeat != null) {
      return times < repeat;
    }
    double sum = seconds.stream().mapToDouble(Double::doubleValue).sum();
    return sum < QUICK_SECONDS ? times < 5 : sum < SLOW_SECONDS && times < 2;
  }

  private List<Double> bookSeconds(VerifyVariant variant, long number) {
    int index = VerifyVariant.NUMBERS.indexOf(number);
    return index < 0
        ? null
        : Stream.of(1, 2, 3)
            .map(variant::bookSeconds)
            .map(seconds -> seconds == null ? null : seconds.get(index))
            .collect(Collectors.toList()); // nulls among them
  }

  private void printHead() {
    PrintWriter table = output.table();
    table.printf(
        "seconds with %d workers, least of %s, a look at the flag every %d candidates%n%n",
        workers, repeat == null ? "several" : repeat, checkEvery);
    table.printf("%-22s", "");
    headings().forEach(heading -> table.printf(COLUMN, heading));
    table.println();
    table.flush();
  }

  private void printRow(VerifyVariant variant, List<Entry> row) {
    PrintWriter table = output.table();
    table.printf("%-22s", variant);
    row.forEach(entry -> table.printf(COLUMN, seconds(entry.seconds())));
    table.println();
    if (row.stream().anyMatch(entry -> entry.stopMillis() != null)) {
      table.printf("%-22s", "  others stop within");
      row.forEach(entry -> table.printf(COLUMN, millis(entry.stopMillis())));
      table.println();
    }
    if (areBooks()) {
      printBook(variant);
    }
    table.flush();
  }

  private void printBook(VerifyVariant variant) {
    PrintWriter table = output.table();
    for (int edition = 1; edition <= 3; edition++) {
      if (variant.bookSeconds(edition) != null) {
        table.printf("  the book, edition %d  ", edition);
        variant.bookSeconds(edition).forEach(s -> table.printf(COLUMN, seconds(s)));
        table.println();
      }
    }
  }

  private List<String> headings() {
    return areBooks() ? VerifyVariant.HEADINGS : numbers.stream().map(String::valueOf).toList();
  }

  private boolean areBooks() {
    return numbers.equals(VerifyVariant.NUMBERS);
  }

  private static String seconds(double seconds) {
    return String.format(Locale.ROOT, seconds < 0.001 ? "%.1e" : "%.3f", seconds);
  }

  private static String millis(Double millis) {
    return millis == null ? "" : String.format(Locale.ROOT, "%.2f ms", millis);
  }

  private void draw(List<Entry> runs) {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(900)
            .height(500)
            .title("Are they prime? " + workers + " workers")
            .yAxisTitle("seconds")
            .build();
    Picture.style(chart.getStyler());
    List<String> names = variants.stream().map(VerifyVariant::toString).toList();
    for (int i = 0; i < numbers.size(); i++) {
      long number = numbers.get(i);
      List<Double> seconds =
          runs.stream().filter(run -> run.number() == number).map(Entry::seconds).toList();
      if (Collections.max(seconds) > LEAST_SECONDS_TO_DRAW) {
        chart.addSeries(headings().get(i), names, seconds);
      }
    }
    picture.save(chart, "");
  }

  private void checkOptions() {
    output.requireAtLeastOne("--workers", workers);
    output.requireAtLeastOne("--repeat", repeat == null ? 1 : repeat);
    output.require(
        checkEvery >= 2 && checkEvery % 2 == 0,
        "--check-every must be even and at least 2, but is " + checkEvery);
    for (long number : numbers) {
      output.require(
          number >= 3 && number <= LARGEST,
          "--numbers must be from 3 to " + LARGEST + ", but there is " + number);
    }
    picture.check(output);
    checkRedis();
  }

  private void checkRedis() {
    if (redisUrl == null) {
      return;
    }
    try (Jedis connection = new Jedis(redisUrl)) {
      connection.ping();
    } catch (JedisException | IllegalArgumentException e) {
      output.require(false, "--redis " + redisUrl + ": " + e.getMessage());
    }
  }
}

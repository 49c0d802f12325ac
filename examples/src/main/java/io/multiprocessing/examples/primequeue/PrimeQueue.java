package io.multiprocessing.examples.primequeue;

import io.multiprocessing.JvmProcess;
import io.multiprocessing.examples.support.Bar;
import io.multiprocessing.examples.support.Output;
import io.multiprocessing.examples.support.PoolSizes;
import io.multiprocessing.examples.support.PrimeRange;
import io.multiprocessing.examples.support.Seconds;
import io.multiprocessing.examples.support.TrialDivision;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What does it cost to hand on work through a queue, one small item at a time? Finds primes, as
 * chapter 9 of "High Performance Python" does: processes take numbers from one queue and put primes
 * into another, until a sentinel tells each of them that there is no more. {@link QueueWorker} is
 * what runs in them, {@link QueueKind} has the queues.
 */
@Command(
    name = "prime-queue",
    description = "Primes through queues, with sentinels or a feeder thread.",
    footerHeading = "%nThe book, High Performance Python, range C, a manager's queue:%n",
    footer = {
      "  edition 1: serial 25 s; 1, 2, 4, 8 processes 83, 73, 90, 90 s",
      "  edition 2: serial 24 s; 1, 2, 4, 8 processes 97, 97, 109, 111 s",
      "  edition 3: serial 16 s; 1, 2, 4, 8 processes 69, 72, 86, 91 s",
    })
public final class PrimeQueue implements Callable<Integer> {

  private static final int WARM_TIMES = 20;

  private static final int MAX_WORKERS = 64; // all start at once; only a pool knows what fits

  /** A worker that has died answers nothing more; a queue alone does not tell. */
  private static final long PATIENCE_SECONDS = 60;

  @Option(
      names = "--range",
      paramLabel = "A..E",
      defaultValue = "B",
      description = "One of the book's ranges, see primes --help. Default: ${DEFAULT-VALUE}")
  private PrimeRange range;

  @Option(
      names = "--queue",
      paramLabel = "NAME",
      split = ",",
      description = "Which of ${COMPLETION-CANDIDATES}. Default: both")
  private List<QueueKind> kinds = List.of(QueueKind.values());

  @Option(
      names = "--feeder",
      description = "A thread puts the numbers while the answers are taken, not before.")
  private boolean feeder;

  @Mixin private PoolSizes pools;

  @Mixin private Output output;

  /** A row of the table, with more digits; the serial run has neither queue nor worker. */
  record Row(
      QueueKind queue,
      int workers,
      int count,
      double seconds,
      double microsPerNumber,
      double speedup,
      boolean right) {}

  /** The whole table. */
  record Report(
      String example, PrimeRange range, long from, long to, boolean feeder, List<Row> runs) {}

  @Override
  public Integer call() throws InterruptedException {
    checkOptions();
    printHead();
    List<Row> table = new ArrayList<>();
    long[] expected = serial(table);
    for (QueueKind kind : kinds) {
      for (int number : pools.all()) {
        table.add(measure(kind, number, expected, table.get(0).seconds()));
        printRow(table.get(table.size() - 1));
      }
    }
    boolean right = table.stream().allMatch(Row::right);
    output.table().println(right ? "" : "NOT RIGHT: the serial search finds other primes.");
    output.finish(new Report(output.example(), range, range.from, range.to, feeder, table));
    return right ? 0 : 1;
  }

  private long[] serial(List<Row> table) {
    for (int i = 0; i < WARM_TIMES; i++) {
      TrialDivision.countPrimes(PrimeRange.A.from, PrimeRange.A.to);
    }
    long begin = System.nanoTime();
    long[] primes = LongStream.range(range.from, range.to).filter(TrialDivision::isPrime).toArray();
    double seconds = Seconds.since(begin);
    boolean right = primes.length == range.primes;
    table.add(new Row(null, 0, primes.length, seconds, micros(seconds), 1, right));
    printRow(table.get(0));
    return primes;
  }

  private Row measure(QueueKind kind, int number, long[] expected, double serialSeconds)
      throws InterruptedException {
    List<JvmProcess> processes = new ArrayList<>();
    try (QueueKind.Queues queues = kind.open();
        Bar bar = Bar.open(number + " by " + kind, expected.length)) {
      QueueWorker worker = new QueueWorker(queues.numbers(), queues.answers());
      for (int i = 0; i < number; i++) {
        processes.add(JvmProcess.start(worker));
      }
      for (int i = 0; i < number; i++) {
        answer(queues.answers()); // that it is ready
      }
      long begin = System.nanoTime();
      feed(queues.numbers(), number);
      long[] primes = primes(queues.answers(), number, bar);
      double seconds = Seconds.since(begin);
      Arrays.sort(primes);
      boolean right = Arrays.equals(primes, expected);
      double speedup = serialSeconds / seconds;
      return new Row(kind, number, primes.length, seconds, micros(seconds), speedup, right);
    } finally {
      processes.forEach(JvmProcess::close);
    }
  }

  private void feed(BlockingQueue<Long> numbers, int sentinels) {
    if (feeder) {
      Thread thread = new Thread(() -> putAll(numbers, sentinels), "feeder");
      thread.setDaemon(true); // ends with the queue, or with the last sentinel
      thread.start();
    } else {
      putAll(numbers, sentinels);
    }
  }

  private void putAll(BlockingQueue<Long> numbers, int sentinels) {
    for (long n = range.from; n < range.to; n++) {
      numbers.add(n); // neither queue is ever full
    }
    for (int i = 0; i < sentinels; i++) {
      numbers.add(QueueWorker.WORK_FINISHED);
    }
  }

  private static long[] primes(BlockingQueue<Long> answers, int workers, Bar bar)
      throws InterruptedException {
    LongStream.Builder primes = LongStream.builder();
    int working = workers;
    while (working > 0) {
      long answer = answer(answers);
      if (answer == QueueWorker.WORKER_FINISHED) {
        working--;
      } else {
        primes.add(answer);
        bar.step();
      }
    }
    return primes.build().toArray();
  }

  private static long answer(BlockingQueue<Long> answers) throws InterruptedException {
    Long answer = answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (answer == null) {
      throw new IllegalStateException("no worker has answered for " + PATIENCE_SECONDS + " s");
    }
    return answer;
  }

  private void checkOptions() {
    pools.check(output);
    for (int number : pools.all()) {
      output.require(
          number <= MAX_WORKERS, "--workers must be at most " + MAX_WORKERS + ", but is " + number);
    }
  }

  private double micros(double seconds) {
    return seconds * 1e6 / (range.to - range.from);
  }

  private void printHead() {
    PrintWriter table = output.table();
    table.printf(
        Locale.ROOT,
        "primes among %,d numbers from %,d on, each by itself through a queue%s%n%n",
        range.to - range.from,
        range.from,
        feeder ? " that a thread feeds" : "");
    table.println("queue    workers   primes  seconds  us/number  speed-up");
    table.flush();
  }

  private void printRow(Row row) {
    PrintWriter table = output.table();
    table.printf(
        Locale.ROOT,
        "%-8s %7d %8d %8.3f %10.1f %8.2fx%n",
        row.queue() == null ? "serial" : row.queue(),
        row.workers(),
        row.count(),
        row.seconds(),
        row.microsPerNumber(),
        row.speedup());
    table.flush();
  }
}

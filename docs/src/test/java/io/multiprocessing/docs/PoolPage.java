package io.multiprocessing.docs;

import io.multiprocessing.AsyncResult;
import io.multiprocessing.Outcome;
import io.multiprocessing.Pool;
import io.multiprocessing.ResultIterator;
import io.multiprocessing.TaskFailedException;
import io.multiprocessing.TaskTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The blocks of docs/20-pool.md about calls. */
final class PoolPage {

  private PoolPage() {}

  static void apply(Pool pool) {
    // tag: apply
    String version = pool.apply(() -> System.getProperty("java.specification.version"));
    System.out.println(version.equals(System.getProperty("java.specification.version")));
    // end: apply
  }

  static void applyAsync(Pool pool) {
    // tag: applyAsync
    AsyncResult<Integer> first = pool.applyAsync(() -> 6 * 7);
    AsyncResult<Integer> second = pool.applyAsync(() -> 6 + 7);
    System.out.println(first.await() + " " + second.await());
    // end: applyAsync
  }

  static void map(Pool pool) {
    // tag: map
    List<String> words = List.of("one", "three", "eleven");
    System.out.println(pool.map(word -> word + "!", words));

    AsyncResult<List<Integer>> lengths = pool.mapAsync(word -> word.length(), words);
    System.out.println(lengths.await());
    // end: map
  }

  static void starmap(Pool pool) {
    // tag: starmap
    List<Map.Entry<Integer, Integer>> pairs = List.of(Map.entry(2, 10), Map.entry(3, 4));
    System.out.println(pool.starmap((base, exponent) -> Math.pow(base, exponent), pairs));
    // end: starmap
  }

  static void imap(Pool pool) {
    // tag: imap
    Iterable<Integer> numbers = () -> Stream.iterate(1, n -> n + 1).iterator(); // has no end
    try (ResultIterator<Integer> squares = pool.imap(n -> n * n, numbers)) {
      int sum = 0;
      while (sum < 100) {
        sum += squares.next();
      }
      System.out.println(sum);
    }
    // end: imap
  }

  static void imapUnordered(Pool pool) {
    // tag: imapUnordered
    try (ResultIterator<Integer> results = pool.imapUnordered(PoolPage::sleep, List.of(1000, 0))) {
      results.forEachRemaining(System.out::println);
    }
    // end: imapUnordered
  }

  private static int sleep(int millis) throws InterruptedException {
    Thread.sleep(millis);
    return millis;
  }

  static void nextTimeout(Pool pool) {
    // tag: nextTimeout
    try (ResultIterator<Integer> results = pool.imap(PoolPage::sleep, List.of(1000))) {
      try {
        results.next(Duration.ofMillis(1));
      } catch (TaskTimeoutException e) {
        System.out.println(e.getMessage());
      }
      System.out.println(results.next());
    }
    // end: nextTimeout
  }

  static void stream(Pool pool) {
    // tag: stream
    try (Stream<Integer> squares = pool.imap(n -> n * n, List.of(1, 2, 3, 4)).stream()) {
      System.out.println(squares.filter(n -> n % 2 == 0).toList());
    }
    // end: stream
  }

  static void imapFailure(Pool pool) {
    // tag: imapFailure
    try (ResultIterator<Integer> results = pool.imap(n -> 6 / n, List.of(3, 0, 2))) {
      while (results.hasNext()) {
        try {
          System.out.println(results.next());
        } catch (TaskFailedException e) {
          System.out.println(e.getCause().getMessage()); // this item only
        }
      }
    }
    // end: imapFailure
  }

  static void mapOutcomes(Pool pool) {
    // tag: mapOutcomes
    List<Outcome<Integer>> outcomes = pool.mapOutcomes(n -> 6 / n, List.of(3, 0, 2));
    long failed = outcomes.stream().filter(outcome -> !outcome.isSuccess()).count();
    System.out.println(failed + " of " + outcomes.size() + " failed");
    System.out.println(outcomes.get(1).failure().orElseThrow().getCause());
    // end: mapOutcomes
  }

  static void mapReduce(Pool pool) {
    // tag: mapReduce
    List<Integer> numbers = IntStream.rangeClosed(1, 1000).boxed().toList();
    double first = pool.mapReduce(n -> 1.0 / n, 0.0, Double::sum, numbers);
    double again = pool.mapReduce(n -> 1.0 / n, 0.0, Double::sum, numbers);
    System.out.println(first == again); // to the last bit
    // end: mapReduce
  }

  static void match(Pool pool) {
    // tag: match
    List<Long> numbers = List.of(1_000_003L, 1_000_000_007L, 1_000_000_011L);
    System.out.println(pool.allMatch(PoolPage::isPrime, numbers));
    System.out.println(pool.anyMatch(n -> !isPrime(n), numbers));
    // end: match
  }

  private static boolean isPrime(long n) {
    for (long divisor = 2; divisor * divisor <= n; divisor++) {
      if (n % divisor == 0) {
        return false;
      }
    }
    return n > 1;
  }

  static void primitives(Pool pool) {
    // tag: primitives
    double[] roots = pool.mapToDouble(Math::sqrt, new double[] {1, 4, 9});
    long[] doubled = pool.mapToLong(n -> 2 * n, new long[] {1, 2, 3});
    long[] squares = pool.mapToLong(n -> n * n, 10, 13); // the range 10, 11, 12
    System.out.println(roots[2] + " " + doubled[2] + " " + squares[2]);
    // end: primitives
  }

  static void cancel(Pool pool) {
    // tag: cancel
    AsyncResult<Integer> result = pool.applyAsync(() -> sleep(60_000));
    System.out.println(result.cancel(true));
    try {
      result.await();
    } catch (CancellationException e) {
      System.out.println(e.getMessage());
    }
    // end: cancel
  }

  static void thenApply(Pool pool) {
    // tag: thenApply
    AsyncResult<Integer> result = pool.applyAsync(() -> 6 * 7);
    System.out.println(result.thenApply(n -> "the answer is " + n).join());
    // end: thenApply
  }
}

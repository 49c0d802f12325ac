package io.multiprocessing.examples.isolation;

import java.lang.reflect.Field;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import sun.misc.Unsafe;

/**
 * The items of {@link Isolation}. A bad one would take a whole program down, or a thread of it for
 * ever, if it ran in a thread.
 */
enum Mischief {
  PRIMES(true, "count the primes below 100,000", Mischief::countPrimes),
  THROW(false, "throw an exception", Mischief::failWithException),
  LOOP(false, "loop for ever, deaf to interrupts", Mischief::loopForEver),
  SQUARES(true, "add the squares up to 1,000,000", Mischief::addSquares),
  EXIT(false, "call System.exit(3)", () -> exit(3)),
  HALT(false, "call Runtime.halt(4)", () -> halt(4)),
  COLLATZ(true, "longest Collatz chain below 100,000", Mischief::longestCollatzChain),
  HEAP(false, "fill the heap", Mischief::fillHeap),
  KILL(false, "kill its own process with -9", Mischief::killOwnProcess),
  REVERSE(true, "write a word backwards", () -> new StringBuilder("reviled").reverse().toString()),
  SEGFAULT(false, "write to address 0 in native code", Mischief::writeToAddressZero),
  STRAY(false, "return what cannot travel: a thread", Thread::currentThread),
  FACTORIAL(true, "count the digits of 1000!", Mischief::countDigitsOfFactorial);

  private final boolean good;
  private final String does;
  private final transient Callable<Object> action;

  Mischief(boolean good, String does, Callable<Object> action) {
    this.good = good;
    this.does = does;
    this.action = action;
  }

  Object run() throws Exception {
    return action.call();
  }

  /** Tells whether the item has a result, and can be run anywhere. */
  boolean isGood() {
    return good;
  }

  /** Returns what the item does, in words. */
  String does() {
    return does;
  }

  private static Object countPrimes() {
    return IntStream.range(2, 100_000)
        .filter(n -> IntStream.rangeClosed(2, (int) Math.sqrt(n)).noneMatch(d -> n % d == 0))
        .count();
  }

  private static Object addSquares() {
    return LongStream.rangeClosed(1, 1_000_000).map(n -> n * n).sum();
  }

  private static Object longestCollatzChain() {
    return IntStream.range(1, 100_000).map(Mischief::collatzSteps).max().getAsInt();
  }

  private static int collatzSteps(int start) {
    int steps = 0;
    for (long n = start; n != 1; n = n % 2 == 0 ? n / 2 : 3 * n + 1) {
      steps++;
    }
    return steps;
  }

  private static Object countDigitsOfFactorial() {
    return LongStream.rangeClosed(1, 1000)
        .mapToObj(BigInteger::valueOf)
        .reduce(BigInteger.ONE, BigInteger::multiply)
        .toString()
        .length();
  }

  private static Object failWithException() {
    throw new IllegalStateException("page 7 is damaged");
  }

  private static Object loopForEver() {
    while (true) {
      Thread.onSpinWait();
    }
  }

  private static Object exit(int status) {
    System.exit(status);
    return "unreachable";
  }

  private static Object halt(int status) {
    Runtime.getRuntime().halt(status);
    return "unreachable";
  }

  private static Object fillHeap() {
    @SuppressWarnings("ModifiedButNotUsed") // it is there to fill the heap
    List<long[]> hoard = new ArrayList<>();
    while (true) {
      hoard.add(new long[1 << 17]);
    }
  }

  private static Object killOwnProcess() throws Exception {
    // through the system's command, as ProcessHandle refuses to end its own process
    new ProcessBuilder("kill", "-9", Long.toString(ProcessHandle.current().pid()))
        .start()
        .waitFor();
    return "unreachable";
  }

  @SuppressWarnings(
      "removal") // newer JDKs announce the end of these methods, not of native crashes
  private static Object writeToAddressZero() throws ReflectiveOperationException {
    Field field = Unsafe.class.getDeclaredField("theUnsafe");
    field.setAccessible(true);
    ((Unsafe) field.get(null)).putAddress(0, 0);
    return "unreachable";
  }
}

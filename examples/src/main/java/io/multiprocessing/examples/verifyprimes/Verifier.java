package io.multiprocessing.examples.verifyprimes;

import io.multiprocessing.examples.support.TrialDivision;

/** A way to tell whether a number is prime; {@link VerifyVariant} has the list. */
interface Verifier extends AutoCloseable {

  /**
   * What came of one number.
   *
   * @param prime whether it is prime
   * @param stopMillis from one worker's finding a factor until the last of the others had stopped;
   *     null if there was none to find, or no worker had to look
   */
  record Answer(boolean prime, Double stopMillis) {}

  /** Tells whether the number is prime; it is at least 3. */
  Answer verify(long number);

  /** Ends what was made for it. */
  @Override
  void close();

  /** No pool at all. */
  record Serial() implements Verifier {
    @Override
    public Answer verify(long number) {
      return new Answer(TrialDivision.isPrime(number), null);
    }

    @Override
    public void close() {}
  }
}

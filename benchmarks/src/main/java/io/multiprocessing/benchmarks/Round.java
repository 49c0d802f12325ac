package io.multiprocessing.benchmarks;

/**
 * One turn of both sides.
 *
 * @param ours seconds of our job
 * @param theirs seconds of theirs; NaN if there is nobody
 */
record Round(double ours, double theirs) {

  double ratio() {
    return theirs / ours;
  }
}

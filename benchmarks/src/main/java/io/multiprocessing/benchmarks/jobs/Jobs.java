package io.multiprocessing.benchmarks.jobs;

/** The jobs by name. {@code benchmarks/python/jobs.py} has the same list. */
final class Jobs {

  private Jobs() {}

  /**
   * Opens a job.
   *
   * @param size its items, calls, bytes or darts
   * @throws IllegalArgumentException if there is none of that name
   */
  static Job open(String name, long size, int workers) {
    return switch (name) {
      case "apply-roundtrip" -> CallJobs.applyRoundTrip(size, workers);
      case "arg-64MB" -> CallJobs.argument(size, workers);
      case "result-64MB" -> CallJobs.result(size, workers);
      case "map-chunk1" -> MapJobs.chunkOfOne(size, workers);
      case "map-auto-ints" -> MapJobs.automaticInts(size, workers);
      case "map-auto-longs-primitive" -> MapJobs.automaticLongs(size, workers);
      case "map-range" -> MapJobs.range(size, workers);
      case "imap-unordered" -> MapJobs.imapUnordered(size, workers);
      case "queue-small" -> SharingJobs.queue(size, workers);
      case "lock-increment" -> SharingJobs.lockIncrement(size, workers);
      case "rawvalue-increment" -> SharingJobs.rawValueIncrement(size, workers);
      case "pool-start" -> StartJobs.start(workers);
      case "pool-start-all" -> StartJobs.startAll(workers);
      case "pool-close" -> StartJobs.end(workers);
      case "primes-C" -> PrimesJobs.map(size, workers);
      case "primes-C-vs-stream" -> PrimesJobs.range(size, workers);
      case "primes-C-stream" -> PrimesJobs.stream(size, workers);
      case "pi-1e8" -> PiJobs.map(size, workers);
      case "pi-1e8-vs-stream" -> PiJobs.range(size, workers);
      case "pi-1e8-stream" -> PiJobs.stream(size, workers);
      default -> throw new IllegalArgumentException("there is no such job: name=" + name);
    };
  }
}

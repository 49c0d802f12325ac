package io.multiprocessing.internal.parent;

/** Parent side: the heart of a worker, which its control thread beats. Driver only. */
final class Heart {

  private static final long LOOKED_AWAY_NANOS = 10_000_000_000L; // the driver looks every second

  private final ControlWords words;
  private long beats;
  private long sinceNanos; // since when it has had so many
  private long lookNanos;

  Heart(ControlWords words, long now) {
    this.words = words;
    this.sinceNanos = now;
    this.lookNanos = now;
  }

  /**
   * Returns for how long the worker's control thread has been looked at and not been seen alive.
   * When nobody has looked for long, this JVM may have been stopped, and its workers with it.
   */
  long nanosSinceBeat(long now) {
    long newBeats = words.heartbeats();
    if (newBeats != beats || now - lookNanos > LOOKED_AWAY_NANOS) {
      beats = newBeats;
      sinceNanos = now;
    }
    lookNanos = now;
    return now - sinceNanos;
  }
}

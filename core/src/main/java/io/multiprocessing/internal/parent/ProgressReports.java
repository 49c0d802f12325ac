package io.multiprocessing.internal.parent;

import io.multiprocessing.ProgressListener;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Parent side: tells the listeners of jobs how far they are. Driver only; the listeners run on the
 * callback thread.
 */
final class ProgressReports {

  private static final long PERIOD_NANOS = 50_000_000;

  private final Executor callbacks;
  private final Map<Job, Reporter> reporters = new WeakHashMap<>();

  ProgressReports(Executor callbacks) {
    this.callbacks = callbacks;
  }

  void report(Job job, boolean last) {
    ProgressListener listener = job.options().progress().orElse(null);
    if (listener == null) {
      return;
    }
    long now = System.nanoTime();
    Reporter reporter = reporters.get(job);
    if (reporter == null) {
      reporter = new Reporter(listener);
      reporters.put(job, reporter);
    } else if (!last && now - reporter.lastNanos < PERIOD_NANOS) {
      return;
    }
    reporter.lastNanos = now;
    reporter.latest.set(
        new ProgressListener.Progress(job.done(), job.failed(), job.items().size()));
    if (reporter.waiting.getAndIncrement() == 0) {
      callbacks.execute(reporter);
    }
  }

  /**
   * Tells one listener, never twice at the same time: the callback pool starts a second thread when
   * a callback waits for another call of the pool. A listener that is slow misses what is out of
   * date by then.
   */
  private static final class Reporter implements Runnable {

    private final ProgressListener listener;
    private final AtomicReference<ProgressListener.Progress> latest = new AtomicReference<>();
    private final AtomicInteger waiting = new AtomicInteger(); // reports since the last was told
    private long lastNanos; // driver only

    Reporter(ProgressListener listener) {
      this.listener = listener;
    }

    @Override
    public void run() {
      int told = waiting.get();
      while (told != 0) {
        ProgressListener.Progress progress = latest.getAndSet(null);
        if (progress != null) {
          tell(progress);
        }
        told = waiting.addAndGet(-told);
      }
    }

    private void tell(ProgressListener.Progress progress) {
      try {
        listener.onProgress(progress);
      } catch (RuntimeException | Error e) { // user code
        Log.warning("a progress listener threw", e);
      }
    }
  }
}

package io.multiprocessing.internal.parent;

import io.multiprocessing.ProgressListener;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ExecutorService;

/**
 * Parent side: tells the listeners of jobs how far they are. Driver only; the listeners run on the
 * callback thread.
 */
final class ProgressReports {

  private static final long PERIOD_NANOS = 50_000_000;

  private final ExecutorService callbacks;
  private final Map<Job, Long> lastReports = new WeakHashMap<>(); // System.nanoTime()

  ProgressReports(ExecutorService callbacks) {
    this.callbacks = callbacks;
  }

  void report(Job job, boolean last) {
    ProgressListener listener = job.options().progress().orElse(null);
    if (listener == null) {
      return;
    }
    long now = System.nanoTime();
    Long before = lastReports.get(job);
    if (!last && before != null && now - before < PERIOD_NANOS) {
      return;
    }
    lastReports.put(job, now);
    ProgressListener.Progress progress =
        new ProgressListener.Progress(job.done(), job.failed(), job.items().size());
    callbacks.execute(() -> tell(listener, progress));
  }

  private static void tell(ProgressListener listener, ProgressListener.Progress progress) {
    try {
      listener.onProgress(progress);
    } catch (RuntimeException e) { // user code
      Log.warning("a progress listener threw", e);
    }
  }
}

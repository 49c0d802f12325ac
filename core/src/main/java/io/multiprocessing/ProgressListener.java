package io.multiprocessing;

/** Is told how far a call has come. */
@FunctionalInterface
public interface ProgressListener {

  /**
   * Reports progress: at most every 50 ms, and once at the end.
   *
   * <p>Called on the pool's callback thread, one call after the other. What it throws is logged and
   * otherwise ignored.
   *
   * @param progress the state of the call
   */
  void onProgress(Progress progress);

  /**
   * The state of a call.
   *
   * @param completed how many items have their result or their failure
   * @param failed how many of them failed
   * @param total how many items there are, or -1 when that is not known yet
   */
  record Progress(long completed, long failed, long total) {}
}

package io.multiprocessing.ipc.internal.lock;

/** Both sides: what threads wait for in a {@link WaitingRoom}. None of its methods blocks. */
interface Prize {

  /**
   * Takes it if it is free.
   *
   * @param isClaimant whether the caller has the claim; if not, and somebody has, it is not free
   */
  boolean tryTake(boolean isClaimant);

  /** Looks for dead owners, and takes it if that made it free. Takes some 10 µs. */
  boolean tryRecover();

  /** A hint: whether {@link #tryTake} is worth a try, for a caller that has the claim. */
  boolean looksFree();

  /** Whether it is free for somebody, in the order of all volatile accesses. */
  boolean isFree();
}

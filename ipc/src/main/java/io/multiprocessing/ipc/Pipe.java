package io.multiprocessing.ipc;

import io.multiprocessing.ipc.internal.queue.PipeEnd;
import java.util.List;

/**
 * A way for messages between two sides, in both directions, in shared memory.
 *
 * <pre>{@code
 * Pipe pipe = Pipe.open();
 * Connection here = pipe.first();
 * Connection there = pipe.second(); // captured by a lambda that runs in another JVM
 *
 * here.send("what is 6 times 7?");  // another JVM calls there.receive(), there.send(42)
 * int answer = here.receive(Integer.class);
 * }</pre>
 *
 * <p>Each end is a {@link Connection}, to be used by one side. This class is thread-safe.
 */
public final class Pipe implements AutoCloseable {

  private final Connection first;
  private final Connection second;

  private Pipe(List<PipeEnd> ends) {
    this.first = new Connection(ends.get(0));
    this.second = new Connection(ends.get(1));
  }

  /**
   * Makes a pipe.
   *
   * <p>Does not block. Takes 140 KB of shared memory and three file descriptors, until both ends
   * are closed or this process ends.
   *
   * @return a pipe of which this process uses both ends, until another one does
   * @throws NoSpaceException if there is not that much shared memory
   */
  public static Pipe open() {
    return new Pipe(PipeEnd.open());
  }

  /**
   * Returns one end.
   *
   * @return the same object each time
   */
  public Connection first() {
    return first;
  }

  /**
   * Returns the other end.
   *
   * @return the same object each time
   */
  public Connection second() {
    return second;
  }

  /** Closes both ends, whoever uses them. A second call does nothing. */
  @Override
  public void close() {
    first.close();
    second.close();
  }

  @Override
  public String toString() {
    return "Pipe[" + first + ", " + second + "]";
  }
}

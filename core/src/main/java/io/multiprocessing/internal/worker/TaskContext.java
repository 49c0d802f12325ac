package io.multiprocessing.internal.worker;

import io.multiprocessing.WorkerContext;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Worker side: what tasks see of their worker. This class is thread-safe. */
final class TaskContext implements WorkerContext {

  private final int workerId;
  private final WorkerMemory memory;
  private final ConcurrentMap<String, Object> state = new ConcurrentHashMap<>();
  private volatile Chunk chunk; // written by the task thread

  TaskContext(int workerId, WorkerMemory memory) {
    this.workerId = workerId;
    this.memory = memory;
  }

  void running(Chunk newChunk) {
    chunk = newChunk;
  }

  void idle() {
    chunk = null;
  }

  @Override
  public int workerId() {
    return workerId;
  }

  @Override
  public int attempt() {
    Chunk current = chunk;
    return current == null ? 1 : current.attempt();
  }

  @Override
  public long itemIndex() {
    Chunk current = chunk;
    return current == null ? -1 : current.first() + memory.itemsDone();
  }

  @Override
  public boolean isCancelled() {
    Chunk current = chunk;
    return current != null && memory.isCancelled(current.sequence());
  }

  @Override
  public ConcurrentMap<String, Object> state() {
    return state;
  }
}

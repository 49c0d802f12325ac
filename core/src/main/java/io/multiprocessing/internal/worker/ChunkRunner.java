package io.multiprocessing.internal.worker;

import com.esotericsoftware.kryo.io.Input;

/** Worker side: runs the items of a chunk of one kind of job. Confined to the task thread. */
interface ChunkRunner {

  /**
   * Runs the items and sends their results.
   *
   * @param chunk the header
   * @param in the rest of the message: the arguments
   * @param results where the results go; finished by this method
   */
  void run(Chunk chunk, Input in, ResultStream results);
}

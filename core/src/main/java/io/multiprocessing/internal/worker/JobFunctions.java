package io.multiprocessing.internal.worker;

import com.esotericsoftware.kryo.io.Input;
import io.multiprocessing.SerializableCallable;
import io.multiprocessing.Task;
import io.multiprocessing.internal.protocol.Failure;
import io.multiprocessing.internal.protocol.MatchFunction;
import io.multiprocessing.internal.protocol.Messages;
import io.multiprocessing.internal.protocol.ReduceFunction;
import io.multiprocessing.ipc.SerializationException;
import io.multiprocessing.ipc.internal.codec.ObjectCodec;
import java.util.HashMap;
import java.util.Map;

/**
 * Worker side: the functions of the jobs this worker knows, ready to run. Confined to the task
 * thread.
 */
final class JobFunctions {

  private final TaskClasses classes;
  private final WorkerMemory memory;
  private final Map<Long, ChunkRunner> runners = new HashMap<>();

  JobFunctions(TaskClasses classes, WorkerMemory memory) {
    this.classes = classes;
    this.memory = memory;
  }

  ChunkRunner get(long jobId) {
    ChunkRunner runner = runners.get(jobId);
    if (runner == null) {
      throw new IllegalStateException("a chunk of an unknown job: job=" + jobId);
    }
    return runner;
  }

  void keep(long jobId, ChunkRunner runner) {
    runners.put(jobId, runner);
  }

  void forget(long jobId) {
    runners.remove(jobId);
  }

  /** Reads a function; one that cannot be deserialized makes a runner that fails its items. */
  ChunkRunner read(int kind, Input in) {
    TaskClasses.World world = classes.world(in.readInt());
    world.enter();
    ObjectCodec codec = world.codec();
    try {
      ChunkRunner runner = runner(codec, kind, world.readFunction(in));
      return (chunk, arguments, results) -> {
        world.enter();
        runner.run(chunk, arguments, results);
      };
    } catch (SerializationException | VirtualMachineError e) {
      return (chunk, arguments, results) -> {
        Failure.write(results.out(), codec, Messages.BAD_FUNCTION, e);
        results.finish(Messages.FAILED);
      };
    }
  }

  @SuppressWarnings("unchecked") // the parent sends the function that the kind needs
  private ChunkRunner runner(ObjectCodec codec, int kind, Object function) {
    return switch (kind) {
      case Messages.CALL -> {
        SerializableCallable<Object> call = (SerializableCallable<Object>) function;
        yield new ObjectRunner(codec, nothing -> call.call(), false);
      }
      case Messages.MAP -> new ObjectRunner(codec, (Task<Object, Object>) function, true);
      case Messages.REDUCE -> new ReduceRunner(codec, (ReduceFunction) function);
      case Messages.MATCH -> new MatchRunner(codec, (MatchFunction) function);
      default -> NumberRunner.of(codec, memory, kind, function);
    };
  }
}

package io.multiprocessing.internal.worker;

import com.esotericsoftware.kryo.io.Input;
import io.multiprocessing.SerializableRunnable;
import io.multiprocessing.internal.protocol.ExitCodes;
import io.multiprocessing.internal.protocol.Failure;
import io.multiprocessing.internal.protocol.Messages;
import io.multiprocessing.ipc.internal.channel.ChannelFullException;
import io.multiprocessing.ipc.internal.channel.MessageInput;
import io.multiprocessing.ipc.internal.channel.MessageOutput;
import io.multiprocessing.ipc.internal.channel.MessageReader;
import io.multiprocessing.ipc.internal.channel.MessageWriter;
import io.multiprocessing.ipc.internal.jvm.DefaultTimeZone;

/**
 * Worker side: reads messages and runs chunks until told to exit. Runs on the main thread of the
 * worker.
 */
final class TaskLoop {

  // a parent that answers at once is quicker than a futex wake
  private static final long SPIN_NANOS = 20_000;
  private static final long WAIT_NANOS = 10_000_000_000L; // only a second chance; the bell wakes us

  private final WorkerMemory memory;
  private final MessageReader reader;
  private final MessageWriter writer;
  private final TaskClasses classes;
  private final TaskContext context;
  private final JobFunctions functions;
  private final ResultStream results;
  private SerializableRunnable exitFunction;

  TaskLoop(
      WorkerMemory memory,
      MessageReader reader,
      MessageWriter writer,
      TaskClasses classes,
      TaskContext context,
      ItemGate gate) {
    this.memory = memory;
    this.reader = reader;
    this.writer = writer;
    this.classes = classes;
    this.context = context;
    this.functions = new JobFunctions(classes, memory);
    this.results = new ResultStream(reader, writer, memory, gate, context);
  }

  /** Runs until the parent says EXIT; returns the exit code. */
  int run() {
    while (true) {
      int seen = memory.taskBell().sequence();
      MessageInput in = reader.poll();
      if (in == null) {
        memory.taskBell().awaitPatiently(seen, SPIN_NANOS, WAIT_NANOS);
        // a thread of a task may have interrupted us late; waiting must not become spinning
        Thread.interrupted();
        continue;
      }
      int type = in.readByte();
      switch (type) {
        case Messages.CHUNK -> runChunk(in);
        case Messages.FORGET -> functions.forget(in.readLong());
        case Messages.INIT -> {
          if (!initialize(in)) {
            return ExitCodes.INITIALIZER_FAILED;
          }
        }
        case Messages.EXIT -> {
          return exit();
        }
        default -> throw new IllegalStateException("unknown message: type=" + type);
      }
    }
  }

  private void runChunk(Input in) {
    Chunk chunk = Chunk.read(in);
    int flags = in.readByte();
    boolean claimed = memory.claim(chunk.sequence());
    if (claimed) {
      results.startChunk(chunk); // before user code can run: deserialization may do anything
    }
    ChunkRunner runner;
    if ((flags & Messages.HAS_FUNCTION) != 0) { // to be read in any case: later chunks have none
      runner = functions.read(chunk.kind(), in);
      if ((flags & Messages.KEEP_FUNCTION) != 0) {
        functions.keep(chunk.jobId(), runner);
      }
    } else {
      runner = functions.get(chunk.jobId());
    }
    if (!claimed) {
      return;
    }
    try {
      runner.run(chunk, in, results);
    } catch (ChannelFullException e) {
      results.finishWithFailure(classes.home().codec(), Messages.NO_SPACE, e);
    }
    context.idle();
  }

  private boolean initialize(Input in) {
    try {
      DefaultTimeZone.set(in.readString());
      classes.readSerializers(in);
      SerializableRunnable initializer = readAction(in);
      exitFunction = readAction(in);
      if (initializer != null) {
        initializer.run();
      }
    } catch (Throwable e) { // user code
      MessageOutput out = writer.begin();
      out.writeByte(Messages.INIT_FAILED);
      Failure.write(out, classes.home().codec(), Messages.THREW, e);
      writer.commit();
      memory.published();
      return false;
    }
    writer.begin().writeByte(Messages.READY);
    writer.commit();
    memory.published();
    return true;
  }

  private SerializableRunnable readAction(Input in) {
    TaskClasses.World world = classes.world(in.readInt());
    world.enter();
    var action = (SerializableRunnable) world.readFunction(in);
    if (action == null) {
      return null;
    }
    return () -> {
      world.enter();
      action.run();
    };
  }

  @SuppressWarnings("CatchAndPrintStackTrace") // the parent shows what standard error says
  private int exit() {
    if (exitFunction == null) {
      return 0;
    }
    try {
      exitFunction.run();
      return 0;
    } catch (Throwable e) { // user code
      e.printStackTrace();
      return ExitCodes.EXIT_FUNCTION_FAILED;
    }
  }
}

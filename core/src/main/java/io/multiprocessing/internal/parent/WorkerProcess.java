package io.multiprocessing.internal.parent;

import io.multiprocessing.internal.protocol.WorkerLayout;
import io.multiprocessing.ipc.internal.jvm.Descendants;
import io.multiprocessing.ipc.internal.memory.MappedFile;
import io.multiprocessing.ipc.internal.wait.Doorbell;
import java.nio.file.Path;

/**
 * Parent side: the process of a worker and what belongs to it.
 *
 * @param process the process
 * @param folder its folder in the session
 * @param control its control file
 * @param words those in the control file
 * @param taskBell wakes its task thread
 * @param output what it prints
 */
record WorkerProcess(
    Process process,
    Path folder,
    MappedFile control,
    ControlWords words,
    Doorbell taskBell,
    ProcessOutput output) {

  static WorkerProcess of(Process process, Path folder, MappedFile control, ProcessOutput output) {
    return new WorkerProcess(
        process,
        folder,
        control,
        ControlWords.of(control),
        new Doorbell(control, WorkerLayout.TASK_BELL_OFFSET),
        output);
  }

  /** Kills the process and what it has started. Takes milliseconds: not for the driver. */
  void kill() {
    Descendants.killWith(process);
  }
}

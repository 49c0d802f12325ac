/**
 * Parent side: pools, managers' servers and other children, in the JVM that starts them. The
 * classes by purpose; those of a group use their own group and the ones below it.
 *
 * <ul>
 *   <li>The pool as callers see it: {@code JvmPool}, {@code Calls}, {@code PoolResult}, {@code
 *       HeldResults}, {@code StreamedResults}, {@code PoolExecutor}, {@code FirstSuccess}; the
 *       threads and files behind it: {@code PoolSession}, {@code LiveSessions}, {@code Callbacks}.
 *   <li>What the driving thread does: {@code Driver}, {@code Engine}, {@code PoolState}, {@code
 *       Inbox}, {@code ResultReceiver}, {@code ItemFailures}, {@code Deadlines}, {@code
 *       ProgressReports}.
 *   <li>Which worker gets which chunk: {@code Dispatcher}, {@code ChunkSender}, {@code
 *       WorkSharing}.
 *   <li>The workers, how many and which: {@code PoolConfig}, {@code Workforce}, {@code StartBrake},
 *       {@code StartFailures}, {@code Counters}, {@code WorkerLife}, {@code Launcher}, {@code
 *       WorkerProcess}; each of them: {@code Worker}, {@code WorkerState}, {@code ControlWords},
 *       {@code SentChunks}, {@code SentChunk}, {@code NumberSpace}, {@code ItemWatch}, {@code
 *       Giving}, {@code Heart}.
 *   <li>A call: {@code Job}, {@code JobSpec}, {@code ChunkSizer}, {@code Failures}; its items:
 *       {@code ItemSource}, {@code KnownItems}, {@code StreamedItems}, {@code LookAhead}; its
 *       results: {@code ResultSink}, {@code Sinks}, {@code PieceList}, {@code Completion}.
 *   <li>A child JVM, whatever it runs: {@code JvmConfig}, {@code JvmCommand}, {@code Inheritance},
 *       {@code WorkerClassPath}, {@code Library}, {@code LoaderPath}, {@code MachineShare}, {@code
 *       ControlGroups}, {@code Proc}, {@code ProcessOutput}, {@code OutputPump}, {@code
 *       CrashReport}; {@code ClassArchive}, for which a pool is started; ones that are no workers:
 *       {@code ChildProcess}, {@code ManagerProcess}, {@code ManagerConfig}.
 *   <li>Functions and classes on their way to a child: {@code EncodedFunction}, {@code
 *       ClassSources}, {@code ClassSource}, {@code ClassServer}, {@code ClassMailbox}, {@code
 *       ClassFinder}.
 *   <li>For all: {@code Log}, {@code Nanos}.
 * </ul>
 */
package io.multiprocessing.internal.parent;

/**
 * What this library must ask of, and know about, the JVM it runs in and the processes around it.
 *
 * <p>{@link io.multiprocessing.ipc.internal.jvm.JdkPackages} opens the JDK packages that the queue
 * library needs, {@link io.multiprocessing.ipc.internal.jvm.ProcessIdentity} tells a process from a
 * later one that got the same pid. Starting and killing processes is not done here.
 */
package io.multiprocessing.ipc.internal.jvm;

/**
 * What this library must ask of, and know about, the JVM it runs in and the processes around it.
 *
 * <p>{@link io.multiprocessing.ipc.internal.jvm.JdkPackages} opens the JDK packages that the queue
 * library needs and silences the JVM's warnings about it, which the user of this library can do
 * nothing about. {@link io.multiprocessing.ipc.internal.jvm.NativeCalls} calls the system, {@link
 * io.multiprocessing.ipc.internal.jvm.ProcessIdentity} tells a process from a later one that got
 * the same pid. Starting and killing processes is not done here.
 */
package io.multiprocessing.ipc.internal.jvm;

/**
 * Client side: how a proxy, in whatever JVM, reaches its object in the server process of a manager.
 *
 * <p>{@link io.multiprocessing.internal.manager.client.RemoteObject} is what a proxy holds and what
 * travels; {@link io.multiprocessing.internal.manager.client.ManagerClient} is this JVM's end of
 * one manager, with its connections. Objects become bytes here. What the calls of a list, map or
 * queue mean is in the public classes.
 */
package io.multiprocessing.internal.manager.client;

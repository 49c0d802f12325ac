/**
 * Server side: the process that holds the objects of a manager.
 *
 * <p>{@link io.multiprocessing.internal.manager.server.ManagerServer} is what the process runs. One
 * thread, that of {@code ServerLoop}, owns the sockets and the objects, so there is no lock; a
 * request that has to wait is a {@code Waiter} and occupies no thread. Elements stay bytes here;
 * only keys of maps are decoded.
 */
package io.multiprocessing.internal.manager.server;

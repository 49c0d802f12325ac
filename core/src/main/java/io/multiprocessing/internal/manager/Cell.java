package io.multiprocessing.internal.manager;

/**
 * Both sides: one element as the server holds it. Its stamp is given by the server, differs from
 * that of every other element the object ever had, and grows: a client that saw an element can ask
 * for a change that takes place only if the very same element is still there.
 *
 * @param stamp at least 1; 0 stands for an element that is not there
 * @param bytes the element, encoded by a client; not to be modified
 */
public record Cell(long stamp, byte[] bytes) {}

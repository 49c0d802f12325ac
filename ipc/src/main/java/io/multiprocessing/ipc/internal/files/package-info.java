/**
 * The folder in which one session keeps its files, and its removal whoever dies first.
 *
 * <p>{@link io.multiprocessing.ipc.internal.files.SessionFolder} creates, owns, deletes and sweeps.
 * What lies in a folder is not known here.
 */
package io.multiprocessing.ipc.internal.files;

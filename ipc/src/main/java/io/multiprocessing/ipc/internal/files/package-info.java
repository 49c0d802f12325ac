/**
 * Files that must not outlive those who use them, and their removal whoever dies first.
 *
 * <p>{@link io.multiprocessing.ipc.internal.files.SessionFolder} is the folder in which one session
 * keeps its files: it creates, owns, deletes and sweeps. {@link
 * io.multiprocessing.ipc.internal.files.SharedFolder} has files with names, each of which stays
 * while any process uses it. What lies in the files is not known here.
 */
package io.multiprocessing.ipc.internal.files;

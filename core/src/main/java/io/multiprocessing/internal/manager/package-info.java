/**
 * Both sides: what the server process of a manager and its clients say to each other over a socket.
 *
 * <p>A {@link io.multiprocessing.internal.manager.Request} goes one way and a {@link
 * io.multiprocessing.internal.manager.Reply} the other, each as one or more frames; before the
 * first of them, a {@link io.multiprocessing.internal.manager.Handshake} proves to both that the
 * other knows the secret. What the bytes of an element mean is not known here, nor how either side
 * waits for its socket: that is in {@code client} and {@code server}, which never import each
 * other.
 */
package io.multiprocessing.internal.manager;

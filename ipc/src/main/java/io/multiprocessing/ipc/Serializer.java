package io.multiprocessing.ipc;

import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectOutput;

/**
 * Turns objects of one type into bytes and back, where the way that this library would take is not
 * the right one, or there is none.
 *
 * <p>As {@link java.io.Externalizable}, but outside of the class. {@link Serializers#register}
 * makes it known. A serializer travels within each message that holds an object of its type, so
 * that who reads need not know it; its fields travel with it, so it should have few or none.
 *
 * <p>Called on any thread that sends or receives; one serializer object may be used by several at a
 * time.
 *
 * @param <T> what it writes and reads
 */
public interface Serializer<T> {

  /**
   * Writes an object.
   *
   * <p>Must not block. Other objects within it are written with {@link ObjectOutput#writeObject}:
   * they travel as everything does, and what is shared stays shared. They must not lead back to the
   * object itself. {@code flush} and {@code close} do nothing; {@code writeUTF} takes a string of
   * any length.
   *
   * @param object what to write, never null
   * @param out receives it; not to be used after this call
   * @throws IOException if it cannot be written: the message that it is part of is not sent
   */
  void write(T object, ObjectOutput out) throws IOException;

  /**
   * Reads an object: exactly what {@link #write} has written, in the same order.
   *
   * @param in has what was written; not to be used after this call; {@code readLine} is not
   *     supported
   * @return the object, never null
   * @throws IOException if it cannot be rebuilt
   * @throws ClassNotFoundException if a class is missing
   */
  T read(ObjectInput in) throws IOException, ClassNotFoundException;
}

package io.multiprocessing.ipc;

import io.multiprocessing.ipc.internal.queue.PipeEnd;
import io.multiprocessing.ipc.internal.queue.QueueAddress;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;

/**
 * One end of a {@link Pipe}: sends messages to the other end and receives those sent there.
 *
 * <p>A message is any object that can travel (see {@link SerializationException}), null too, or a
 * piece of bytes, of any size. Messages arrive whole, once, and in the order of sending, also those
 * sent by a process that has ended since. To send waits only while 1 MiB or more has not been
 * received.
 *
 * <p><b>Who has an end.</b> An end can be captured, put into queues and sent in any other way; the
 * process that has received it or used it last is the one that has it. Several can use an end at
 * once, in turns that they must agree on, but the other side looks at the last one only.
 *
 * <p><b>End of the stream.</b> When the other end was {@linkplain #close() closed}, or the process
 * that has it has ended, however it did, what it had sent can still be received; after that, to
 * receive is an {@link EndOfStreamException}, and so is to send. A death is noticed within 0.5 s.
 * An end that was sent to a process which died before it had it, still counts as that of the
 * sender.
 *
 * <p><b>Life.</b> The memory belongs to the process that has opened the pipe, and when that has
 * ended, nobody else can begin to use an end; those who do can go on. Its last user takes it away.
 *
 * <p>Waiting costs no processor time and ends with {@code InterruptedException} within 50 ms of an
 * interrupt; then nothing was sent or received.
 *
 * <p>This class is thread-safe. Every copy of a connection is the same end, and equal.
 *
 * <p>Memory consistency: what happened before a message was sent happens-before what follows its
 * receipt, also with respect to other shared memory.
 */
public final class Connection implements AutoCloseable, Serializable {

  private static final long serialVersionUID = 1L;

  private final transient PipeEnd end;

  Connection(PipeEnd end) {
    this.end = end;
  }

  /**
   * Sends an object. Waits while too much has not been received.
   *
   * @param message any object that can travel, or null
   * @throws InterruptedException if interrupted before or while it waits
   * @throws EndOfStreamException if the other end was closed or its process has ended
   * @throws SerializationException if the object cannot travel
   * @throws NoSpaceException if there is not enough shared memory
   * @throws IllegalStateException if this end is closed
   */
  public void send(Object message) throws InterruptedException {
    end.send(message);
  }

  /**
   * Sends bytes as one message, as they are. Waits while too much has not been received.
   *
   * @param bytes the message; may be empty
   * @throws InterruptedException if interrupted before or while it waits
   * @throws EndOfStreamException if the other end was closed or its process has ended
   * @throws NoSpaceException if there is not enough shared memory
   * @throws IllegalStateException if this end is closed
   */
  public void sendBytes(byte[] bytes) throws InterruptedException {
    end.sendBytes(bytes, 0, bytes.length);
  }

  /**
   * Sends a part of an array as one message.
   *
   * @param bytes holds the message
   * @param offset where it begins
   * @param count its length; may be 0
   * @throws InterruptedException if interrupted before or while it waits
   * @see #sendBytes(byte[])
   */
  public void sendBytes(byte[] bytes, int offset, int count) throws InterruptedException {
    Objects.checkFromIndexSize(offset, count, bytes.length);
    end.sendBytes(bytes, offset, count);
  }

  /**
   * Receives the next message, and waits for it as long as it takes.
   *
   * @return the object that was sent, or an array if bytes were sent
   * @throws InterruptedException if interrupted before or while it waits
   * @throws EndOfStreamException if there will never be one
   * @throws SerializationException if the object cannot be rebuilt here; the message is gone
   * @throws IllegalStateException if this end is closed
   */
  public Object receive() throws InterruptedException {
    return end.receive();
  }

  /**
   * Receives the next message, and waits for it as long as it takes.
   *
   * @param type what it must be
   * @param <T> what it must be
   * @return the object that was sent, or an array if bytes were sent
   * @throws ClassCastException if it is something else; the message is gone
   * @throws InterruptedException if interrupted before or while it waits
   * @throws EndOfStreamException if there will never be one
   * @see #receive()
   */
  public <T> T receive(Class<T> type) throws InterruptedException {
    return type.cast(end.receive());
  }

  /**
   * Receives the next message as bytes, and waits for it as long as it takes.
   *
   * @return the bytes that were sent; of an object, its encoded form
   * @throws InterruptedException if interrupted before or while it waits
   * @throws EndOfStreamException if there will never be one
   * @throws SerializationException if the message is larger than an array
   * @throws IllegalStateException if this end is closed
   */
  public byte[] receiveBytes() throws InterruptedException {
    return end.receiveBytes();
  }

  /**
   * Tells whether there is something to receive, without waiting.
   *
   * @return true if {@link #receive()} would not wait, which includes the end of the stream
   * @throws InterruptedException if interrupted before
   * @throws IllegalStateException if this end is closed
   */
  public boolean poll() throws InterruptedException {
    return end.poll(0);
  }

  /**
   * Waits until there is something to receive, for a limited time.
   *
   * @param timeout how long to wait; zero or less means only to look
   * @return true if {@link #receive()} would not wait, which includes the end of the stream; false
   *     after the timeout
   * @throws InterruptedException if interrupted before or while it waits
   * @throws IllegalStateException if this end is closed
   */
  public boolean poll(Duration timeout) throws InterruptedException {
    return end.poll(Nanos.of(timeout));
  }

  /**
   * Closes this end, in all processes: calls on it, waiting ones too, throw IllegalStateException.
   * The other end can still receive what was sent. When both are closed the memory is freed.
   *
   * <p>Does not block, unless a process that uses the pipe is stopped in the middle of it: then for
   * up to 4 s. A second call does nothing.
   */
  @Override
  public void close() {
    end.close();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Connection that && end.equals(that.end);
  }

  @Override
  public int hashCode() {
    return end.hashCode();
  }

  @Override
  public String toString() {
    return "Connection[" + end + "]";
  }

  private Object writeReplace() {
    return new Handle(end.address(), end.number());
  }

  private void readObject(ObjectInputStream in) throws InvalidObjectException {
    throw new InvalidObjectException("only its handle can be read");
  }

  /** What travels. */
  private record Handle(QueueAddress address, int number) implements Serializable {
    private Object readResolve() {
      return new Connection(PipeEnd.attach(address, number));
    }
  }
}

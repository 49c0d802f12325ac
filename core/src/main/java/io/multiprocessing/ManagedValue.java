package io.multiprocessing;

import io.multiprocessing.internal.manager.ManagerAddress;
import io.multiprocessing.internal.manager.Requests;
import io.multiprocessing.internal.manager.client.RemoteCells;
import io.multiprocessing.internal.manager.client.RemoteCells.Change;
import io.multiprocessing.internal.manager.client.RemoteObject;
import java.io.Serializable;
import java.util.function.UnaryOperator;

/**
 * One object in a {@link Manager}: Python's {@code manager.Value}, with the methods of {@code
 * AtomicReference}.
 *
 * <p>Here {@code updateAndGet(n -> n + 1)} counts right, whoever else counts. Every method asks the
 * server, and returns within microseconds while the server lives; an interrupt is kept for later.
 * Two proxies are equal when they stand for the same value. Elements, functions, failures and
 * memory consistency are as told at {@link Manager}.
 *
 * <p>This class is thread-safe.
 *
 * @param <T> the type of the content
 */
public final class ManagedValue<T> implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final String TYPE = "ManagedValue";
  private static final int PLACE = 0; // of the content, in the list of one that the server holds

  private final RemoteObject remote;

  private ManagedValue(RemoteObject remote) {
    this.remote = remote;
  }

  static <T> ManagedValue<T> create(ManagerAddress manager, T initial) {
    return new ManagedValue<>(RemoteObject.create(manager, TYPE, Requests.CREATE_LIST, 0, initial));
  }

  private RemoteCells cells() {
    return new RemoteCells(remote);
  }

  /**
   * Returns the content.
   *
   * @return a copy
   */
  @SuppressWarnings("unchecked") // only a T was ever set
  public T get() {
    return (T) cells().get(PLACE);
  }

  /**
   * Sets the content.
   *
   * @param content the new one; null is allowed
   * @throws io.multiprocessing.ipc.SerializationException when it cannot travel
   */
  public void set(T content) {
    cells().put(PLACE, content);
  }

  /**
   * Sets the content and returns the one before.
   *
   * @param content the new one
   * @return the old one
   */
  @SuppressWarnings("unchecked") // only a T was ever set
  public T getAndSet(T content) {
    return (T) cells().set(PLACE, content);
  }

  /**
   * Sets the content if it equals what is expected.
   *
   * @param expected what the content must equal, by {@code equals} in this JVM
   * @param content the new one
   * @return whether it did
   */
  public boolean compareAndSet(T expected, T content) {
    return cells().compareAndSet(PLACE, expected, content);
  }

  /**
   * Sets the content to what a function makes of it.
   *
   * @param function makes the new content of a copy of the old one; runs in this JVM, and again
   *     when somebody has set the content meanwhile
   * @return the new content
   */
  @SuppressWarnings("unchecked") // only a T was ever set
  public T updateAndGet(UnaryOperator<T> function) {
    return (T) update(function).after();
  }

  /**
   * Sets the content to what a function makes of it.
   *
   * @param function makes the new content of a copy of the old one; runs in this JVM, and again
   *     when somebody has set the content meanwhile
   * @return the old content
   */
  @SuppressWarnings("unchecked") // only a T was ever set
  public T getAndUpdate(UnaryOperator<T> function) {
    return (T) remote.decode(update(function).before());
  }

  @SuppressWarnings("unchecked") // only a T was ever set
  private Change update(UnaryOperator<T> function) {
    return cells().update(PLACE, (UnaryOperator<Object>) function);
  }

  /** Removes the value from the server; using it afterwards is an IllegalStateException. */
  public void delete() {
    remote.delete();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ManagedValue<?> value && remote.equals(value.remote);
  }

  @Override
  public int hashCode() {
    return remote.hashCode();
  }

  /** Names the value; does not ask the server. */
  @Override
  public String toString() {
    return remote.toString();
  }
}

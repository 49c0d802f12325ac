package io.multiprocessing;

import io.multiprocessing.internal.manager.ManagerAddress;
import io.multiprocessing.internal.manager.Requests;
import io.multiprocessing.internal.manager.client.RemoteMap;
import io.multiprocessing.internal.manager.client.RemoteObject;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Objects of any type by name, in a {@link Manager}: Python's {@code manager.Namespace}.
 *
 * <p>Every method asks the server, and returns within microseconds while the server lives; an
 * interrupt is kept for later. Two proxies are equal when they stand for the same namespace.
 * Elements, functions, failures and memory consistency are as told at {@link Manager}.
 *
 * <p>This class is thread-safe.
 */
public final class ManagedNamespace implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final String TYPE = "ManagedNamespace";

  private final RemoteObject remote;

  private ManagedNamespace(RemoteObject remote) {
    this.remote = remote;
  }

  static ManagedNamespace create(ManagerAddress manager) {
    return new ManagedNamespace(RemoteObject.create(manager, TYPE, Requests.CREATE_MAP, 0));
  }

  static ManagedNamespace root(ManagerAddress manager) {
    return new ManagedNamespace(new RemoteObject(manager, TYPE, Requests.ROOT));
  }

  private RemoteMap map() {
    return new RemoteMap(remote);
  }

  private static String checked(String name) {
    return Objects.requireNonNull(name, "name");
  }

  /**
   * Sets what a name stands for.
   *
   * @param name the name
   * @param value what it stands for from now on; null is allowed
   * @throws io.multiprocessing.ipc.SerializationException when it cannot travel
   */
  public void set(String name, Object value) {
    map().set(checked(name), value);
  }

  /**
   * Returns what a name stands for.
   *
   * @param name the name
   * @return a copy
   * @throws NoSuchElementException when it was never set, or removed
   */
  public Object get(String name) {
    return found(name, map().get(checked(name)));
  }

  /**
   * Returns what a name stands for, as a type: {@code ManagedQueue<Job> jobs =
   * manager.root().get("jobs", ManagedQueue.class)}.
   *
   * @param name the name
   * @param type what it must be; Integer.class and the like for numbers
   * @param <T> the type, with whatever type arguments the caller knows
   * @return a copy
   * @throws NoSuchElementException when it was never set, or removed
   * @throws ClassCastException when it is something else
   */
  @SuppressWarnings("unchecked") // the class was checked; type arguments are the caller's word
  public <T> T get(String name, Class<? super T> type) {
    return (T) type.cast(get(name));
  }

  /**
   * Sets what a name stands for to what a function makes of it.
   *
   * @param name the name
   * @param type what it must be; Integer.class and the like for numbers
   * @param function makes the new value of a copy of the old one; runs in this JVM, and again when
   *     somebody has set the name meanwhile
   * @param <T> the type
   * @return the new value
   * @throws NoSuchElementException when it was never set, or removed
   * @throws ClassCastException when it is something else
   */
  @SuppressWarnings("unchecked") // the class was checked; type arguments are the caller's word
  public <T> T update(String name, Class<? super T> type, UnaryOperator<T> function) {
    Objects.requireNonNull(function, "function");
    return (T) map().compute(checked(name), old -> function.apply((T) type.cast(found(name, old))));
  }

  private Object found(String name, Object value) {
    if (value == RemoteMap.ABSENT) {
      throw new NoSuchElementException("no such name in " + remote + ": name=" + name);
    }
    return value;
  }

  /**
   * Tells whether a name stands for something.
   *
   * @param name the name
   * @return true when it was set and not removed
   */
  public boolean contains(String name) {
    return map().contains(checked(name));
  }

  /**
   * Removes a name.
   *
   * @param name the name
   * @return whether it was there
   */
  public boolean remove(String name) {
    return map().remove(checked(name)) != RemoteMap.ABSENT;
  }

  /**
   * Returns all names.
   *
   * @return a copy, in the order in which they were first set
   */
  public Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    map().keys().forEach(name -> names.add((String) name));
    return names;
  }

  /**
   * Returns all names with what they stand for.
   *
   * @return a copy, in the order in which they were first set
   */
  public Map<String, Object> toMap() {
    Map<String, Object> copy = new LinkedHashMap<>();
    map().snapshot().forEach((name, value) -> copy.put((String) name, value));
    return copy;
  }

  /**
   * Removes the namespace from the server; using it afterwards is an IllegalStateException.
   *
   * @throws UnsupportedOperationException when it is the manager's {@linkplain Manager#root() root}
   */
  public void delete() {
    if (remote.id() == Requests.ROOT) {
      throw new UnsupportedOperationException("the root of a manager cannot be deleted: " + remote);
    }
    remote.delete();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ManagedNamespace namespace && remote.equals(namespace.remote);
  }

  @Override
  public int hashCode() {
    return remote.hashCode();
  }

  /** Names the namespace; does not ask the server. */
  @Override
  public String toString() {
    return remote.toString();
  }
}

package io.multiprocessing;

import io.multiprocessing.internal.manager.ManagerAddress;
import io.multiprocessing.internal.manager.Requests;
import io.multiprocessing.internal.manager.client.RemoteMap;
import io.multiprocessing.internal.manager.client.RemoteObject;
import io.multiprocessing.internal.manager.client.Snapshot;
import io.multiprocessing.internal.manager.client.Snapshot.Item;
import io.multiprocessing.internal.manager.client.SnapshotViews;
import io.multiprocessing.internal.manager.client.SnapshotViews.Source;
import java.io.Serializable;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A map in a {@link Manager}, in the order of insertion: Python's {@code manager.dict}.
 *
 * <p>Every method that takes a key is one step, {@code compute}, {@code merge} and {@code
 * computeIfAbsent} too, and so is {@code putAll}; {@code replaceAll} and {@code forEach} are one
 * step for each key. Functions run in this JVM, and again when somebody has changed the value
 * meanwhile.
 *
 * <p>Keys are compared in the server, with their own {@code hashCode} and {@code equals}; so their
 * classes must be on its class path, and a key whose methods fail there is a {@link
 * io.multiprocessing.ipc.SerializationException} here; methods that never return would stop the
 * whole manager. Values are compared here. Neither may be null. {@code keySet}, {@code values} and
 * {@code entrySet} show the map at the time of each call; their iterators and streams show one
 * moment, and {@code remove} of an iterator removes the key. Entries cannot be set.
 *
 * <p>Every method asks the server, and returns within microseconds while the server lives; an
 * interrupt is kept for later. As any map, it equals one with equal entries. Elements, functions,
 * failures and memory consistency are as told at {@link Manager}.
 *
 * <p>This class is thread-safe.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public final class ManagedMap<K, V> extends AbstractMap<K, V>
    implements ConcurrentMap<K, V>, Serializable {

  private static final long serialVersionUID = 1L;

  private static final String TYPE = "ManagedMap";

  private final RemoteObject remote;

  private ManagedMap(RemoteObject remote) {
    this.remote = remote;
  }

  static <K, V> ManagedMap<K, V> create(ManagerAddress manager) {
    return new ManagedMap<>(RemoteObject.create(manager, TYPE, Requests.CREATE_MAP, 0));
  }

  private RemoteMap map() {
    return new RemoteMap(remote);
  }

  private static Object key(Object key) {
    return Objects.requireNonNull(key, "key");
  }

  private static Object value(Object value) {
    return Objects.requireNonNull(value, "value");
  }

  @SuppressWarnings("unchecked") // only a V was ever put in
  private V orNull(Object held) {
    return held == RemoteMap.ABSENT ? null : (V) held;
  }

  private static Object orAbsent(Object value) {
    return value == null ? RemoteMap.ABSENT : value;
  }

  /**
   * Returns all entries.
   *
   * @return copies, in a map of the caller's own, in the order in which the keys came into this one
   */
  @SuppressWarnings("unchecked") // only a K with a V was ever put in
  public Map<K, V> snapshot() {
    return (Map<K, V>) map().snapshot();
  }

  /** Removes the map from the server; using it afterwards is an IllegalStateException. */
  public void delete() {
    remote.delete();
  }

  @Override
  public int size() {
    return remote.size();
  }

  @Override
  public boolean isEmpty() {
    return size() == 0;
  }

  @Override
  public boolean containsKey(Object key) {
    return map().contains(key(key));
  }

  @Override
  public V get(Object key) {
    return orNull(map().get(key(key)));
  }

  @Override
  public V getOrDefault(Object key, V defaultValue) {
    V held = get(key);
    return held == null ? defaultValue : held;
  }

  @Override
  public V put(K key, V value) {
    return orNull(map().put(key(key), value(value)));
  }

  @Override
  public void putAll(Map<? extends K, ? extends V> entries) {
    map().putAll(entries);
  }

  @Override
  public V remove(Object key) {
    return orNull(map().remove(key(key)));
  }

  @Override
  public void clear() {
    remote.clear();
  }

  @Override
  public V putIfAbsent(K key, V value) {
    return orNull(map().putIfAbsent(key(key), value(value)));
  }

  @Override
  public boolean remove(Object key, Object value) {
    return map().replaceIf(key(key), value, RemoteMap.ABSENT);
  }

  @Override
  public boolean replace(K key, V oldValue, V newValue) {
    return map().replaceIf(key(key), value(oldValue), value(newValue));
  }

  @Override
  public V replace(K key, V value) {
    return orNull(map().replace(key(key), value(value)));
  }

  @Override
  public V computeIfAbsent(K key, Function<? super K, ? extends V> function) {
    Objects.requireNonNull(function, "function");
    V held = get(key);
    if (held != null) {
      return held;
    }
    V made = function.apply(key);
    if (made == null) {
      return null;
    }
    V other = putIfAbsent(key, made);
    return other == null ? made : other;
  }

  @Override
  public V computeIfPresent(K key, BiFunction<? super K, ? super V, ? extends V> function) {
    Objects.requireNonNull(function, "function");
    return compute(key, (k, old) -> old == null ? null : function.apply(k, old));
  }

  @Override
  public V compute(K key, BiFunction<? super K, ? super V, ? extends V> function) {
    Objects.requireNonNull(function, "function");
    return orNull(map().compute(key(key), old -> orAbsent(function.apply(key, orNull(old)))));
  }

  @Override
  public V merge(K key, V value, BiFunction<? super V, ? super V, ? extends V> function) {
    Objects.requireNonNull(value, "value");
    Objects.requireNonNull(function, "function");
    return compute(key, (k, old) -> old == null ? value : function.apply(old, value));
  }

  /**
   * Replaces every value by what a function makes of it, one key after the other.
   *
   * @param function makes the new value; must not return null
   */
  @Override
  public void replaceAll(BiFunction<? super K, ? super V, ? extends V> function) {
    for (K key : keySet()) {
      computeIfPresent(key, (k, old) -> Objects.requireNonNull(function.apply(k, old), "value"));
    }
  }

  private <T> Item<T> item(T element, K key) {
    return new Item<>(element, () -> remove(key));
  }

  private Snapshot<Map.Entry<K, V>> entries() {
    List<Item<Map.Entry<K, V>>> items = new ArrayList<>();
    snapshot().forEach((key, value) -> items.add(item(Map.entry(key, value), key)));
    return new Snapshot<>(items);
  }

  @SuppressWarnings("unchecked") // only a K was ever put in
  private Snapshot<K> keys() {
    List<Item<K>> items = new ArrayList<>();
    map().keys().forEach(key -> items.add(item((K) key, (K) key)));
    return new Snapshot<>(items);
  }

  private Snapshot<V> currentValues() {
    List<Item<V>> items = new ArrayList<>();
    snapshot().forEach((key, value) -> items.add(item(value, key)));
    return new Snapshot<>(items);
  }

  @Override
  public Set<Map.Entry<K, V>> entrySet() {
    return SnapshotViews.set(
        new Source<>(
            this::entries,
            this::size,
            one -> one instanceof Map.Entry<?, ?> entry && isThere(entry),
            one -> one instanceof Map.Entry<?, ?> entry && remove(entry.getKey(), entry.getValue()),
            this::clear));
  }

  private boolean isThere(Map.Entry<?, ?> entry) {
    V held = get(entry.getKey());
    return held != null && held.equals(entry.getValue());
  }

  @Override
  public Set<K> keySet() {
    return SnapshotViews.set(
        new Source<>(
            this::keys, this::size, this::containsKey, key -> remove(key) != null, this::clear));
  }

  @Override
  public Collection<V> values() {
    return SnapshotViews.collection(
        new Source<>(
            this::currentValues,
            this::size,
            value -> snapshot().containsValue(value),
            this::removeValue,
            this::clear));
  }

  private boolean removeValue(Object value) {
    for (Map.Entry<K, V> entry : snapshot().entrySet()) {
      if (entry.getValue().equals(value) && remove(entry.getKey(), value)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean equals(Object other) {
    if (other instanceof ManagedMap<?, ?> map) {
      return remote.equals(map.remote) || snapshot().equals(map.snapshot());
    }
    return other instanceof Map<?, ?> && snapshot().equals(other);
  }

  @Override
  public int hashCode() {
    return snapshot().hashCode();
  }

  /** Shows the entries, or names the map if the server cannot be asked. */
  @Override
  public String toString() {
    try {
      return snapshot().toString();
    } catch (PoolException | IllegalStateException e) {
      return remote + " (" + e.getMessage() + ")";
    }
  }
}

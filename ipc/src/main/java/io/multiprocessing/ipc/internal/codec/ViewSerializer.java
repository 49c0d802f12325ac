package io.multiprocessing.ipc.internal.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.function.Supplier;

/**
 * Both sides: the wrappers of Collections (unmodifiable, synchronized) and Arrays.asList, as their
 * kind and what they wrap.
 *
 * <p>What is wrapped keeps its class, comparator and identity: a list and its unmodifiable view
 * arrive as a list and its view.
 */
final class ViewSerializer extends LateSerializer {
  private static final int ARRAY = 1;
  private static final int UNMODIFIABLE = 16;
  private static final int SYNCHRONIZED = 32;
  private static final int COLLECTION = 1;
  private static final int LIST = 2;
  private static final int SET = 3;
  private static final int SORTED_SET = 4;
  private static final int NAVIGABLE_SET = 5;
  private static final int MAP = 6;
  private static final int SORTED_MAP = 7;
  private static final int NAVIGABLE_MAP = 8;
  private static final int SEQUENCED_COLLECTION = 9; // since Java 21
  private static final int SEQUENCED_SET = 10;
  private static final int SEQUENCED_MAP = 11;

  private static final Map<String, Integer> FORMS =
      Map.ofEntries(
          Map.entry("Collection", COLLECTION),
          Map.entry("List", LIST),
          Map.entry("RandomAccessList", LIST),
          Map.entry("Set", SET),
          Map.entry("SortedSet", SORTED_SET),
          Map.entry("NavigableSet", NAVIGABLE_SET),
          Map.entry("Map", MAP),
          Map.entry("SortedMap", SORTED_MAP),
          Map.entry("NavigableMap", NAVIGABLE_MAP),
          Map.entry("SequencedCollection", SEQUENCED_COLLECTION),
          Map.entry("SequencedSet", SEQUENCED_SET),
          Map.entry("SequencedMap", SEQUENCED_MAP));

  static boolean canOpen(Class<?> type) {
    return kindOf(type) > 0;
  }

  private static int kindOf(Class<?> type) {
    String name = type.getName();
    if (name.equals("java.util.Arrays$ArrayList")) {
      return ARRAY;
    }
    int unmodifiable = formAfter("java.util.Collections$Unmodifiable", name);
    if (unmodifiable > 0) {
      return UNMODIFIABLE + unmodifiable;
    }
    int synchronised = formAfter("java.util.Collections$Synchronized", name);
    return synchronised > 0 ? SYNCHRONIZED + synchronised : 0;
  }

  private static int formAfter(String prefix, String name) {
    return name.startsWith(prefix) ? FORMS.getOrDefault(name.substring(prefix.length()), 0) : 0;
  }

  @Override
  void writeParts(Kryo kryo, Output out, Object whole) {
    out.writeByte(kindOf(whole.getClass()));
    // a synchronized wrapper locks itself while it is used; for the others the lock is free
    synchronized (whole) {
      kryo.writeClassAndObject(out, wrappedBy(whole));
    }
  }

  @Override
  public Object read(Kryo kryo, Input in, Class<? extends Object> type) {
    int kind = in.readByte();
    return wrap(kind, kryo.readClassAndObject(in));
  }

  @SuppressWarnings("unchecked") // the kind was taken from the wrapper that held this object
  private static Object wrap(int kind, Object wrapped) {
    return switch (kind) {
      case ARRAY -> Arrays.asList((Object[]) wrapped);
      case UNMODIFIABLE + COLLECTION ->
          Collections.unmodifiableCollection((Collection<Object>) wrapped);
      case UNMODIFIABLE + LIST -> Collections.unmodifiableList((List<Object>) wrapped);
      case UNMODIFIABLE + SET -> Collections.unmodifiableSet((Set<Object>) wrapped);
      case UNMODIFIABLE + SORTED_SET ->
          Collections.unmodifiableSortedSet((SortedSet<Object>) wrapped);
      case UNMODIFIABLE + NAVIGABLE_SET ->
          Collections.unmodifiableNavigableSet((NavigableSet<Object>) wrapped);
      case UNMODIFIABLE + MAP -> Collections.unmodifiableMap((Map<Object, Object>) wrapped);
      case UNMODIFIABLE + SORTED_MAP ->
          Collections.unmodifiableSortedMap((SortedMap<Object, Object>) wrapped);
      case UNMODIFIABLE + NAVIGABLE_MAP ->
          Collections.unmodifiableNavigableMap((NavigableMap<Object, Object>) wrapped);
      case UNMODIFIABLE + SEQUENCED_COLLECTION ->
          sequenced(
              "Collection",
              wrapped,
              () -> Collections.unmodifiableCollection((Collection<?>) wrapped));
      case UNMODIFIABLE + SEQUENCED_SET ->
          sequenced("Set", wrapped, () -> Collections.unmodifiableSet((Set<?>) wrapped));
      case UNMODIFIABLE + SEQUENCED_MAP ->
          sequenced("Map", wrapped, () -> Collections.unmodifiableMap((Map<?, ?>) wrapped));
      case SYNCHRONIZED + COLLECTION ->
          Collections.synchronizedCollection((Collection<Object>) wrapped);
      case SYNCHRONIZED + LIST -> Collections.synchronizedList((List<Object>) wrapped);
      case SYNCHRONIZED + SET -> Collections.synchronizedSet((Set<Object>) wrapped);
      case SYNCHRONIZED + SORTED_SET ->
          Collections.synchronizedSortedSet((SortedSet<Object>) wrapped);
      case SYNCHRONIZED + NAVIGABLE_SET ->
          Collections.synchronizedNavigableSet((NavigableSet<Object>) wrapped);
      case SYNCHRONIZED + MAP -> Collections.synchronizedMap((Map<Object, Object>) wrapped);
      case SYNCHRONIZED + SORTED_MAP ->
          Collections.synchronizedSortedMap((SortedMap<Object, Object>) wrapped);
      case SYNCHRONIZED + NAVIGABLE_MAP ->
          Collections.synchronizedNavigableMap((NavigableMap<Object, Object>) wrapped);
      default -> throw new CannotTravel("The message", "is damaged: wrapper kind " + kind, "");
    };
  }

  /** Wraps as Java 21 does, if this JVM is so new. */
  private static Object sequenced(String form, Object wrapped, Supplier<Object> older) {
    try {
      Class<?> type = Class.forName("java.util.Sequenced" + form);
      return Collections.class
          .getMethod("unmodifiableSequenced" + form, type)
          .invoke(null, wrapped);
    } catch (ReflectiveOperationException e) {
      return older.get();
    }
  }

  private static Object wrappedBy(Object wrapper) {
    try (Opener opener = new Opener(wrapper)) {
      opener.writeObject(wrapper);
      if (opener.wrapped != null) {
        return opener.wrapped;
      }
    } catch (IOException e) {
      throw new CannotTravel(
          wrapper.getClass().getTypeName(), "failed in its Java serialization: " + e, "", e);
    }
    throw new CannotTravel(
        wrapper.getClass().getTypeName(), "hides what it wraps", "Send a copy of it.");
  }

  /**
   * Both sides: looks at what a wrapper holds, with public API only: Java serialization shows each
   * field to {@code replaceObject}, where it is kept and replaced by null; the bytes go nowhere.
   */
  private static final class Opener extends ObjectOutputStream {
    private final Object wrapper;
    private Object wrapped;

    Opener(Object wrapper) throws IOException {
      super(OutputStream.nullOutputStream());
      this.wrapper = wrapper;
      enableReplaceObject(true);
    }

    @Override
    protected Object replaceObject(Object object) {
      if (object == wrapper) {
        return object;
      }
      if (wrapped == null) {
        // the fields come by name: what is wrapped (a, c, m) before the lock (mutex)
        wrapped = object;
      }
      return null;
    }
  }
}

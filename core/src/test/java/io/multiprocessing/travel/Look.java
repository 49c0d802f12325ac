package io.multiprocessing.travel;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TimeZone;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Describes an object and all that it leads to, classes and sharing included: two objects that look
 * alike are equal, in whichever JVM they are.
 */
final class Look {

  private static final String OWN_PACKAGE = Look.class.getPackageName();

  private final StringBuilder text = new StringBuilder();
  private final IdentityHashMap<Object, Integer> numbers = new IdentityHashMap<>();

  private Look() {}

  static String at(Object object) {
    Look look = new Look();
    look.add(object);
    return look.text.toString();
  }

  private void add(Object object) {
    if (object == null) {
      text.append("null");
      return;
    }
    Class<?> type = object.getClass();
    if (hasIdentity(object)) {
      Integer known = numbers.putIfAbsent(object, numbers.size());
      if (known != null) {
        text.append('#').append(known);
        return;
      }
      text.append('#').append(numbers.get(object)).append('=');
    }
    text.append(nameOf(object)).append('{');
    addContent(object, type);
    text.append('}');
  }

  /** What is built after its parts may be there twice; nobody relies on which of them is which. */
  private static boolean hasIdentity(Object object) {
    String name = object.getClass().getName();
    return object.getClass().isArray()
        || name.equals("java.util.ArrayList")
        || name.equals("java.util.HashMap")
        || object instanceof AtomicReference<?>
        || (name.startsWith(OWN_PACKAGE)
            && !object.getClass().isRecord()
            && !isEnum(object)
            && !object.getClass().isHidden());
  }

  private static boolean isEnum(Object object) {
    return object instanceof Enum<?>;
  }

  private static String nameOf(Object object) {
    Class<?> type = object.getClass();
    if (type.isHidden()) {
      return "a lambda";
    }
    if (Proxy.isProxyClass(type)) {
      return "a proxy";
    }
    // which of its classes List.of takes is its own affair, and differs
    return type.getName().replaceAll("(ImmutableCollections\\$(List|Set|Map))(12?|N)", "$1");
  }

  private void addContent(Object object, Class<?> type) {
    if (type.isArray()) {
      addElements(object);
    } else if (object instanceof Map<?, ?> map) {
      addSorted(map.entrySet(), object instanceof SortedMap || isLinked(object));
    } else if (object instanceof Map.Entry<?, ?> entry) {
      add(entry.getKey());
      text.append('=');
      add(entry.getValue());
    } else if (object instanceof Collection<?> collection) {
      boolean ordered = !(object instanceof Set) || object instanceof SortedSet || isLinked(object);
      addSorted(collection, ordered);
    } else if (object instanceof Optional<?> optional) {
      add(optional.orElse(null));
    } else if (object instanceof AtomicReference<?> reference) {
      add(reference.get());
    } else if (object instanceof TimeZone zone) {
      text.append(zone.getID()); // what it knows of the zone is that of the JDK
    } else if (Proxy.isProxyClass(type)) {
      InvocationHandler handler = Proxy.getInvocationHandler(object);
      add(handler);
    } else if (type.isRecord()) {
      addComponents(object);
    } else if (type.isHidden()) {
      addResult(object);
    } else if (object instanceof Throwable throwable) {
      add(throwable.getMessage());
      add(throwable.getCause());
      add(throwable.getSuppressed());
      add(throwable.getStackTrace());
      addFields(object);
    } else if (type.getName().startsWith(OWN_PACKAGE) && !isEnum(object)) {
      addFields(object);
    } else {
      addText(object);
    }
    if (object instanceof Collection<?> && type.getName().startsWith(OWN_PACKAGE)) {
      addFields(object);
    }
  }

  private void addElements(Object array) {
    boolean plain = array.getClass().getComponentType().isPrimitive();
    for (int i = 0; i < Array.getLength(array); i++) {
      if (plain) {
        text.append(Array.get(array, i)).append(',');
      } else {
        add(Array.get(array, i));
      }
    }
  }

  private static boolean isLinked(Object object) {
    return object.getClass().getSimpleName().startsWith("Linked")
        || object.getClass().getName().startsWith("java.util.Enum");
  }

  /** As it says of itself, without its address. */
  private void addText(Object object) {
    text.append(
        object.toString().replace("@" + Integer.toHexString(System.identityHashCode(object)), "@"));
  }

  /** The elements; of those in no order, sorted by how they look. */
  private void addSorted(Collection<?> elements, boolean ordered) {
    if (ordered) {
      for (Object each : elements.toArray()) {
        add(
            each instanceof Map.Entry<?, ?> entry
                ? new Object[] {entry.getKey(), entry.getValue()}
                : each);
        text.append(',');
      }
      return;
    }
    List<Object> sorted = new ArrayList<>(elements);
    sorted.sort((a, b) -> at(keyOf(a)).compareTo(at(keyOf(b))));
    addSorted(sorted, true);
  }

  private static Object keyOf(Object element) {
    return element instanceof Map.Entry<?, ?> entry ? entry.getKey() : element;
  }

  private void addComponents(Object whole) {
    for (RecordComponent component : whole.getClass().getRecordComponents()) {
      try {
        component.getAccessor().setAccessible(true);
        add(component.getAccessor().invoke(whole));
      } catch (ReflectiveOperationException e) {
        throw new LinkageError(e.getMessage(), e);
      }
    }
  }

  /** Lambdas of the tests are to be called. */
  private void addResult(Object lambda) {
    try {
      add(lambda instanceof Callable<?> callable ? callable.call() : null);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private void addFields(Object object) {
    List<Field> fields = new ArrayList<>();
    for (Class<?> c = object.getClass();
        c.getName().startsWith(OWN_PACKAGE);
        c = c.getSuperclass()) {
      Collections.addAll(fields, c.getDeclaredFields());
    }
    fields.sort((a, b) -> a.toString().compareTo(b.toString()));
    for (Field field : fields) {
      if (!Modifier.isStatic(field.getModifiers())) {
        try {
          field.setAccessible(true);
          text.append(field.getName()).append(':');
          add(field.get(object));
          text.append(',');
        } catch (ReflectiveOperationException e) {
          throw new LinkageError(e.getMessage(), e);
        }
      }
    }
  }
}

package io.multiprocessing.ipc.internal.codec;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;

/**
 * Both sides: finds, for a message, the way from an object to one inside it that Java serialization
 * came upon, as that does not tell.
 *
 * <p>Breadth first, so that the shortest way is found; it gives up after a while.
 */
final class PathSearch {
  private static final int OBJECTS_LOOKED_AT = 20_000;

  private record Visit(Object object, String step, Visit from) {}

  private final Object target;
  private final Queue<Visit> queue = new ArrayDeque<>();
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private PathSearch(Object target) {
    this.target = target;
  }

  /** Returns the steps from {@code root} to {@code target}, at least one. */
  static List<String> find(Object root, Object target) {
    List<String> unknown =
        List.of(TravelRules.describe(root.getClass()) + " (written by Java serialization)");
    try {
      PathSearch search = new PathSearch(target);
      search.offer(root, null, null);
      Visit end = search.run();
      return end == null || end.from() == null ? unknown : steps(end);
    } catch (RuntimeException e) {
      // a collection of the user that does not like to be looked at
      return unknown;
    }
  }

  private static List<String> steps(Visit end) {
    List<String> steps = new ArrayList<>();
    for (Visit v = end; v.from() != null; v = v.from()) {
      steps.add(0, v.step());
    }
    return steps;
  }

  private Visit run() {
    for (Visit visit = queue.poll(); visit != null; visit = queue.poll()) {
      if (visit.object() == target) {
        return visit;
      }
      if (seen.size() < OBJECTS_LOOKED_AT) {
        lookInside(visit);
      }
    }
    return null;
  }

  private void offer(Object object, String step, Visit from) {
    if (object != null && !(object instanceof String) && seen.add(object)) {
      queue.add(new Visit(object, step, from));
    }
  }

  private void lookInside(Visit visit) {
    Object object = visit.object();
    if (object instanceof Object[] array) {
      for (int i = 0; i < array.length; i++) {
        offer(array[i], "[" + i + "]", visit);
      }
    } else if (object instanceof Collection<?> collection) {
      int i = 0;
      for (Object element : collection) {
        offer(element, "[" + i++ + "]", visit);
      }
    } else if (object instanceof Map<?, ?> map) {
      map.forEach(
          (key, value) -> {
            offer(key, "key", visit);
            offer(value, "[" + (key instanceof String ? key : "value") + "]", visit);
          });
    } else if (object instanceof Throwable throwable) {
      offer(throwable.getCause(), "getCause()", visit);
      for (Throwable suppressed : throwable.getSuppressed()) {
        offer(suppressed, "getSuppressed()", visit);
      }
    }
    lookAtFields(visit);
  }

  private void lookAtFields(Visit visit) {
    for (Class<?> c = visit.object().getClass();
        c != null && !TravelRules.isOfJdk(c) && !c.isHidden();
        c = c.getSuperclass()) {
      for (Field field : c.getDeclaredFields()) {
        if (Modifier.isStatic(field.getModifiers()) || field.getType().isPrimitive()) {
          continue;
        }
        if (field.trySetAccessible()) {
          offer(valueOf(field, visit.object()), c.getName() + "." + field.getName(), visit);
        }
      }
    }
  }

  private static Object valueOf(Field field, Object owner) {
    try {
      return field.get(owner);
    } catch (IllegalAccessException e) {
      return null;
    }
  }
}

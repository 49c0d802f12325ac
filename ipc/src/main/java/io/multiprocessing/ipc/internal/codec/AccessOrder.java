package io.multiprocessing.ipc.internal.codec;

import io.multiprocessing.ipc.internal.jvm.ClosedPackages;
import java.lang.reflect.Field;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Both sides: whether a LinkedHashMap is in the order of access, which no method tells. The field
 * is part of the serial form of the class, so it has this name in every JDK.
 */
final class AccessOrder {
  private static final Field FIELD = find(); // null if this JVM does not let itself be opened

  private AccessOrder() {}

  private static Field find() {
    try {
      Field field = LinkedHashMap.class.getDeclaredField("accessOrder");
      ClosedPackages.open(LinkedHashMap.class);
      field.setAccessible(true);
      return field;
    } catch (ReflectiveOperationException | RuntimeException e) {
      return null;
    }
  }

  static boolean of(Map<?, ?> map) {
    try {
      return FIELD != null && map instanceof LinkedHashMap && FIELD.getBoolean(map);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}

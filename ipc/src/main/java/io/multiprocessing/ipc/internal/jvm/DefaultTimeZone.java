package io.multiprocessing.ipc.internal.jvm;

import java.lang.invoke.VarHandle;
import java.util.TimeZone;

/**
 * Both sides: the default time zone, without the 20 ms that a JVM takes to find it out when
 * somebody first asks. This class is thread-safe.
 */
public final class DefaultTimeZone {

  private static final String PROPERTY = "user.timezone";

  private DefaultTimeZone() {}

  /**
   * Returns the default time zone if this JVM has found it out, or was told.
   *
   * <p>Does not block.
   *
   * @return its id; null if nobody has asked for it yet, so that another JVM in the same
   *     environment would find out the same
   */
  public static String idIfKnown() {
    TimeZone known;
    try {
      VarHandle field =
          TrustedLookup.find()
              .findStaticVarHandle(TimeZone.class, "defaultTimeZone", TimeZone.class);
      known = (TimeZone) field.getVolatile();
    } catch (ReflectiveOperationException | RuntimeException e) {
      known = TimeZone.getDefault();
    }
    String told = System.getProperty(PROPERTY, "");
    return known != null ? known.getID() : told.isEmpty() ? null : told;
  }

  /**
   * Makes a time zone the default one.
   *
   * @param id a result of {@link #idIfKnown()}; null changes nothing
   */
  public static void set(String id) {
    if (id == null) {
      return;
    }
    if (System.getProperty(PROPERTY, "").isEmpty()) {
      System.setProperty(PROPERTY, id); // is read when somebody first asks
    } else if (!TimeZone.getDefault().getID().equals(id)) {
      TimeZone.setDefault(TimeZone.getTimeZone(id));
    }
  }
}

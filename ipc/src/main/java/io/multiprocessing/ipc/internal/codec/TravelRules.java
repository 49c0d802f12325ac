package io.multiprocessing.ipc.internal.codec;

import java.io.Externalizable;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * Both sides: decides, once per class, how its objects travel.
 *
 * <p>Objects of the JDK never travel by their private fields: those need flags to be reached and
 * differ between versions. They have a number in {@link KnownTypes}, or go through Java
 * serialization, or do not travel. Objects of user classes travel by their fields unless the class
 * has its own opinion: hooks of Java serialization, or a superclass in the JDK that holds state.
 */
final class TravelRules {
  /** How objects of a class travel. */
  enum Way {
    KNOWN,
    ENUM,
    RECORD,
    FIELDS,
    OBJECT_ARRAY,
    REFUSED
  }

  /** The decision for one class: for KNOWN the number, for REFUSED the reason and what to do. */
  record Rule(Way way, int knownId, String reason, String advice) {
    private static Rule of(Way way) {
      return new Rule(way, -1, "", "");
    }

    private static Rule known(int id) {
      return new Rule(Way.KNOWN, id, "", "");
    }

    private static Rule refused(String reason, String advice) {
      return new Rule(Way.REFUSED, -1, reason, advice);
    }
  }

  private static final String CREATE_IN_TASK =
      "Create it inside the task, or make the field that holds it transient.";
  private static final String REGISTER = " Or register a serializer for it: Serializers.register.";

  /**
   * Types that hold something of this JVM or of the operating system, by name so that none is
   * loaded for the question.
   */
  private static final Map<String, String> RESOURCES =
      Map.ofEntries(
          Map.entry(
              "io.multiprocessing.ipc.internal.codec.StaysInItsJvm",
              "a pool or process that this JVM has started"),
          Map.entry("java.lang.Thread", "a thread of this JVM"),
          Map.entry("java.lang.ThreadGroup", "threads of this JVM"),
          Map.entry("java.lang.ThreadLocal", "a value of one thread of this JVM"),
          Map.entry("java.lang.ClassLoader", "classes of this JVM"),
          Map.entry("java.lang.Process", "a process of the operating system"),
          Map.entry("java.lang.ProcessHandle", "a process of the operating system"),
          Map.entry(
              "java.lang.ref.Reference",
              "a reference that the garbage collector of this JVM watches"),
          Map.entry("java.lang.ref.Cleaner", "a thread of this JVM"),
          Map.entry("java.io.InputStream", "an open stream"),
          Map.entry("java.io.OutputStream", "an open stream"),
          Map.entry("java.io.Reader", "an open stream"),
          Map.entry("java.io.Writer", "an open stream"),
          Map.entry("java.io.RandomAccessFile", "an open file"),
          Map.entry("java.net.Socket", "a network connection"),
          Map.entry("java.net.ServerSocket", "a network port"),
          Map.entry("java.net.DatagramSocket", "a network port"),
          Map.entry("java.nio.Buffer", "memory of this JVM (an array can travel)"),
          Map.entry("java.nio.channels.Channel", "an open channel"),
          Map.entry("java.nio.channels.Selector", "open channels"),
          Map.entry("java.nio.file.FileSystem", "an open file system"),
          Map.entry("java.nio.file.WatchService", "an open file system"),
          Map.entry("java.util.Timer", "a thread of this JVM"),
          Map.entry("java.util.concurrent.Executor", "threads of this JVM"),
          Map.entry("java.util.concurrent.Future", "a computation that runs in this JVM"),
          Map.entry("java.util.stream.BaseStream", "a computation that runs in this JVM"),
          Map.entry("java.util.zip.ZipFile", "an open file"),
          Map.entry("java.lang.invoke.MethodHandle", "code of this JVM"),
          Map.entry("java.lang.invoke.VarHandle", "code of this JVM"),
          Map.entry("java.lang.reflect.AccessibleObject", "code of this JVM"),
          Map.entry("java.sql.Connection", "a database connection"),
          Map.entry("java.sql.Statement", "a database connection"),
          Map.entry("java.sql.ResultSet", "a database connection"));

  private static final Set<Class<?>> KRYOS_OWN =
      Set.of(
          String.class,
          Boolean.class,
          Byte.class,
          Character.class,
          Short.class,
          Integer.class,
          Long.class,
          Float.class,
          Double.class,
          Void.class);

  private static final ClassValue<Rule> RULES =
      new ClassValue<>() {
        @Override
        protected Rule computeValue(Class<?> type) {
          return decide(type);
        }
      };

  private TravelRules() {}

  static Rule of(Class<?> type) {
    return RULES.get(type);
  }

  static CannotTravel refusal(Class<?> type) {
    Rule rule = of(type);
    return new CannotTravel(
        describe(type), "cannot travel to another JVM: " + rule.reason(), rule.advice());
  }

  /**
   * Returns a name that a human recognizes: hidden classes are numbered at random, their host class
   * is not.
   */
  static String describe(Class<?> type) {
    if (type.isHidden()) {
      String name = type.getName();
      int lambda = name.indexOf("$$Lambda");
      return lambda < 0 ? name : "a lambda of " + name.substring(0, lambda);
    }
    return type.getTypeName();
  }

  /** Tells whether a serializer of the user may be for a type; lambdas are not asked about. */
  static boolean isOpen(Class<?> type) {
    if (KRYOS_OWN.contains(type) || KnownTypes.idOf(type.getName()) >= 0) {
      return false;
    }
    Rule rule = of(type);
    return switch (rule.way()) {
      case RECORD, FIELDS, REFUSED -> true;
      case KNOWN -> rule.knownId() == KnownTypes.JAVA_STREAM;
      case ENUM, OBJECT_ARRAY -> false;
    };
  }

  static boolean isLambda(Class<?> type) {
    return type.isHidden() && type.isSynthetic();
  }

  private static Rule decide(Class<?> type) {
    if (type.isArray()) {
      int id = KnownTypes.idOf(type.getName());
      return id < 0 ? Rule.of(Way.OBJECT_ARRAY) : Rule.known(id);
    }
    if (Enum.class.isAssignableFrom(type)) {
      return Rule.of(Way.ENUM);
    }
    if (type.isHidden()) {
      return Rule.refused("it is a hidden class, which no other JVM has", "Use a named class.");
    }
    return isOfJdk(type) ? decideForJdk(type) : decideForUser(type);
  }

  static boolean isOfJdk(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    if (loader == null || loader == ClassLoader.getPlatformClassLoader()) {
      return true;
    }
    String module = type.getModule().getName();
    return module != null && (module.startsWith("java.") || module.startsWith("jdk."));
  }

  private static Rule decideForJdk(Class<?> type) {
    int id = KnownTypes.idOf(type.getName());
    if (id < 0) {
      id = familyOf(type);
    }
    if (id < 0 && ViewSerializer.canOpen(type)) {
      id = KnownTypes.VIEW;
    }
    if (id < 0 && Serializable.class.isAssignableFrom(type)) {
      id = KnownTypes.JAVA_STREAM;
    }
    if (id < 0 && !Modifier.isPublic(type.getModifiers())) {
      id = snapshotOf(type);
    }
    if (id >= 0) {
      return Rule.known(id);
    }
    String resource = resourceOf(type);
    return resource != null
        ? Rule.refused("it is " + resource, CREATE_IN_TASK)
        : Rule.refused(
            "it is a class of the JDK that is not Serializable", CREATE_IN_TASK + REGISTER);
  }

  /** Classes of the JDK that are not public, but whose objects public methods create. */
  private static int familyOf(Class<?> type) {
    if (Path.class.isAssignableFrom(type)) {
      return KnownTypes.PATH;
    }
    if (Charset.class.isAssignableFrom(type)) {
      return KnownTypes.CHARSET;
    }
    if (ZoneId.class.isAssignableFrom(type)) {
      return KnownTypes.ZONE_ID;
    }
    if (EnumSet.class.isAssignableFrom(type)) {
      return KnownTypes.ENUM_SET;
    }
    if (type == EnumMap.class) {
      return KnownTypes.ENUM_MAP;
    }
    String name = type.getName();
    if (name.startsWith("java.util.ImmutableCollections$")) {
      return immutableOf(type);
    }
    return name.equals("java.util.KeyValueHolder") ? KnownTypes.IMMUTABLE_ENTRY : -1;
  }

  private static int immutableOf(Class<?> type) {
    if (List.class.isAssignableFrom(type)) {
      return KnownTypes.IMMUTABLE_LIST;
    }
    if (Set.class.isAssignableFrom(type)) {
      return KnownTypes.IMMUTABLE_SET;
    }
    return Map.class.isAssignableFrom(type) ? KnownTypes.IMMUTABLE_MAP : -1;
  }

  /**
   * Windows into a collection (subList, keySet, values, reversed) travel as a copy of what they
   * show.
   */
  private static int snapshotOf(Class<?> type) {
    if (!type.getName().startsWith("java.util.")) {
      return -1;
    }
    if (SortedSet.class.isAssignableFrom(type)) {
      return KnownTypes.TREE_SET;
    }
    if (Set.class.isAssignableFrom(type)) {
      return KnownTypes.LINKED_HASH_SET;
    }
    if (Collection.class.isAssignableFrom(type)) {
      return KnownTypes.ARRAY_LIST;
    }
    if (SortedMap.class.isAssignableFrom(type)) {
      return KnownTypes.TREE_MAP;
    }
    if (Map.class.isAssignableFrom(type)) {
      return KnownTypes.LINKED_HASH_MAP;
    }
    return Map.Entry.class.isAssignableFrom(type) ? KnownTypes.SIMPLE_ENTRY : -1;
  }

  private static Rule decideForUser(Class<?> type) {
    if (TravelsAsArrayList.class.isAssignableFrom(type)) {
      return Rule.known(KnownTypes.ARRAY_LIST);
    }
    boolean serializable = Serializable.class.isAssignableFrom(type);
    if (serializable && hasHooks(type)) {
      return Rule.known(KnownTypes.JAVA_STREAM);
    }
    String resource = resourceOf(type);
    if (resource != null) {
      return Rule.refused("it is " + resource, CREATE_IN_TASK);
    }
    if (type.isRecord()) {
      return Rule.of(Way.RECORD);
    }
    if (Throwable.class.isAssignableFrom(type)) {
      return Rule.known(KnownTypes.JAVA_STREAM);
    }
    Class<?> holder = jdkSuperclassWithState(type, serializable);
    if (holder == null) {
      return Rule.of(Way.FIELDS);
    }
    return serializable
        ? Rule.known(KnownTypes.JAVA_STREAM)
        : Rule.refused(
            "it extends " + holder.getName() + ", whose state is private to the JDK",
            "Make the class Serializable, or hold the object in a field instead of extending its class."
                + REGISTER);
  }

  private static String resourceOf(Class<?> type) {
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      String resource = RESOURCES.get(c.getName());
      if (resource == null) {
        resource = resourceAmong(c.getInterfaces());
      }
      if (resource != null) {
        return resource;
      }
    }
    return null;
  }

  private static String resourceAmong(Class<?>[] interfaces) {
    for (Class<?> i : interfaces) {
      String resource = RESOURCES.get(i.getName());
      if (resource == null) {
        resource = resourceAmong(i.getInterfaces());
      }
      if (resource != null) {
        return resource;
      }
    }
    return null;
  }

  /**
   * For a class that is Serializable even transient state counts: its hooks in the JDK write it in
   * their own way.
   */
  private static Class<?> jdkSuperclassWithState(Class<?> type, boolean serializable) {
    for (Class<?> c = type.getSuperclass(); c != null && c != Object.class; c = c.getSuperclass()) {
      if (!isOfJdk(c) || c == Record.class) {
        continue;
      }
      for (Field field : c.getDeclaredFields()) {
        int modifiers = field.getModifiers();
        if (!Modifier.isStatic(modifiers) && (serializable || !Modifier.isTransient(modifiers))) {
          return c;
        }
      }
    }
    return null;
  }

  private static boolean hasHooks(Class<?> type) {
    if (Externalizable.class.isAssignableFrom(type) && !type.isRecord()) {
      return true;
    }
    for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
      boolean own = c == type;
      if (declaresReplacement(c, "writeReplace", own)
          || declaresReplacement(c, "readResolve", own)) {
        return true;
      }
      boolean consulted = Serializable.class.isAssignableFrom(c) && !type.isRecord();
      if (consulted && declaresStreamHook(c)) {
        return true;
      }
    }
    return false;
  }

  private static boolean declaresReplacement(Class<?> type, String name, boolean own) {
    Method method = declared(type, name);
    return method != null
        && (own || !Modifier.isPrivate(method.getModifiers()))
        && !Modifier.isStatic(method.getModifiers());
  }

  private static boolean declaresStreamHook(Class<?> type) {
    if (declared(type, "writeObject", ObjectOutputStream.class) != null
        || declared(type, "readObject", ObjectInputStream.class) != null
        || declared(type, "readObjectNoData") != null) {
      return true;
    }
    try {
      return Modifier.isStatic(type.getDeclaredField("serialPersistentFields").getModifiers());
    } catch (NoSuchFieldException e) {
      return false;
    }
  }

  private static Method declared(Class<?> type, String name, Class<?>... parameters) {
    try {
      return type.getDeclaredMethod(name, parameters);
    } catch (NoSuchMethodException e) {
      return null;
    }
  }
}

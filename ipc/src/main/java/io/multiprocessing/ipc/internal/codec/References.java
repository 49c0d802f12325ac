package io.multiprocessing.ipc.internal.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.ReferenceResolver;
import com.esotericsoftware.kryo.Registration;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.util.IdentityObjectIntMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Both sides: numbers the objects of one message, so that shared and cyclic ones travel once.
 *
 * <p>Some objects can only be built once their parts are read: records, lambdas, immutable
 * collections, whatever Java serialization writes. They are <em>late</em>. A reference from a part
 * back to its unfinished whole has nothing to point to on the other side. If the whole has no
 * identity worth keeping (a lambda, a record) a second copy of it is written at that place, which
 * ends at the first object that is not late; otherwise the writer refuses.
 */
final class References implements ReferenceResolver {
  /** Stands where a field of a final class says null, new or known: its class follows. */
  static final int CLASS_FOLLOWS = Integer.MAX_VALUE;

  private static final int KRYO_OFFSET = 2; // null and new come before the numbers
  private static final int SMALL_CAPACITY = 64;
  private static final int CAPACITY_KEPT = 2048;

  private final IdentityObjectIntMap<Object> writtenIds = new IdentityObjectIntMap<>();
  private final List<Object> readObjects = new ArrayList<>();
  private final List<Object> openWholes = new ArrayList<>();
  private int[] openIds = new int[16];
  private int writtenCount;
  private Kryo kryo;
  private Object newestWritten;
  private Class<?> newestRead;
  private Input input; // that is being read, or null

  @Override
  public void setKryo(Kryo owner) {
    kryo = owner;
  }

  @Override
  public int getWrittenId(Object object) {
    int id = writtenIds.get(object, -1);
    return id >= 0 && isOpen(id) ? secondCopy(object) : id;
  }

  private boolean isOpen(int id) {
    // ids on the stack ascend, so the search ends at the first smaller one
    for (int i = openWholes.size() - 1; i >= 0 && openIds[i] >= id; i--) {
      if (openIds[i] == id) {
        return true;
      }
    }
    return false;
  }

  private int secondCopy(Object whole) {
    int copies = 0;
    for (Object open : openWholes) {
      copies += open == whole ? 1 : 0;
    }
    if (copies > 1 || !((LateSerializer) kryo.getSerializer(whole.getClass())).mayBeCopied(whole)) {
      throw new CannotTravel(
          TravelRules.describe(whole.getClass()),
          "is part of a cycle that leads back to it before it is complete",
          "Break the cycle with a transient field, or send an object of a plain class instead.");
    }
    return -1;
  }

  @Override
  public int addWrittenObject(Object object) {
    newestWritten = object;
    writtenIds.put(object, writtenCount);
    return writtenCount++;
  }

  /** Says that the object numbered last is late, and that its parts follow. */
  void beginParts() {
    if (openWholes.size() == openIds.length) {
      openIds = Arrays.copyOf(openIds, openIds.length * 2);
    }
    openIds[openWholes.size()] = writtenCount - 1;
    openWholes.add(newestWritten);
  }

  void endParts() {
    openWholes.remove(openWholes.size() - 1);
  }

  @Override
  @SuppressWarnings("rawtypes") // Kryo's signature
  public int nextReadId(Class type) {
    newestRead = type;
    readObjects.add(null);
    return readObjects.size() - 1;
  }

  @Override
  public void setReadObject(int id, Object object) {
    readObjects.set(id, object);
  }

  /** Says what is being read, null for nothing any more. */
  void readFrom(Input in) {
    input = in;
  }

  @Override
  @SuppressWarnings("rawtypes") // Kryo's signature
  public Object getReadObject(Class type, int id) {
    if (id == CLASS_FOLLOWS - KRYO_OFFSET) {
      return kryo.readClassAndObject(input);
    }
    Object object = id >= 0 && id < readObjects.size() ? readObjects.get(id) : null;
    if (object == null) {
      throw new CannotTravel(type.getName(), "is referred to before it is complete", "");
    }
    return object;
  }

  /**
   * Must answer the same for the class of the object on one side and for the registered type on the
   * other.
   */
  @Override
  @SuppressWarnings("rawtypes") // Kryo's signature
  public boolean useReferences(Class type) {
    Registration registration = kryo.getClassResolver().getRegistration(type);
    if (registration instanceof TypeRegistration known) {
      return known.isTracked();
    }
    // never registered: lambdas and proxies (tracked), constants with a body of an enum (not).
    // Kryo's own: only strings are tracked
    return registration == null ? !Enum.class.isAssignableFrom(type) : type == String.class;
  }

  /**
   * Returns the class of the object that was met last: the innermost one, after a stack overflow.
   */
  Class<?> newestWrittenClass() {
    return newestWritten == null ? null : newestWritten.getClass();
  }

  Class<?> newestReadClass() {
    return newestRead;
  }

  @Override
  public void reset() {
    newestWritten = null;
    newestRead = null;
    if (writtenCount > 0) {
      // shrunk to the size of this message: clearing a table that one large message left behind
      // would slow all small ones
      writtenIds.clear(Math.max(SMALL_CAPACITY, 2 * writtenCount));
      writtenCount = 0;
    }
    openWholes.clear();
    if (!readObjects.isEmpty()) {
      boolean large = readObjects.size() > CAPACITY_KEPT;
      readObjects.clear();
      if (large) {
        ((ArrayList<Object>) readObjects).trimToSize();
      }
    }
  }
}

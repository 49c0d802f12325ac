package io.multiprocessing.ipc.internal.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.Serializable;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * Both sides: objects whose class has its own Java serialization, and those of the JDK that this
 * codec does not know better.
 *
 * <p>Layout: the guests, then the length of the Java stream, then the stream. Guests are the
 * objects inside that are not Serializable; they go through the codec, and the stream holds their
 * number. They come first because the stream needs them while it is read. Objects are not shared
 * between two streams, nor between a stream and its guests.
 */
final class JavaStreamSerializer extends LateSerializer {
  private static final int FIRST_CAPACITY_BYTES = 512;

  // an element takes a byte or more; hash tables announce up to four places for one, at least 16
  private static final long ARRAY_SLACK = 64;
  private static final long ARRAY_SLACK_PER_BYTE = 4;

  private final ClassLoader loader;

  JavaStreamSerializer(ClassLoader loader) {
    this.loader = loader;
  }

  @Override
  void writeParts(Kryo kryo, Output out, Object whole) {
    Output buffer = new Output(FIRST_CAPACITY_BYTES, -1);
    List<Object> guests = writeStream(buffer, whole);
    out.writeVarInt(guests.size(), true);
    for (Object guest : guests) {
      try {
        kryo.writeClassAndObject(out, guest);
      } catch (CannotTravel e) {
        throw e.underAll(PathSearch.find(whole, guest));
      }
    }
    out.writeVarInt(buffer.position(), true);
    out.writeBytes(buffer.getBuffer(), 0, buffer.position());
  }

  private static List<Object> writeStream(Output buffer, Object whole) {
    UserRecursion.prepare();
    try (Writer writer = new Writer(buffer)) {
      writer.writeObject(whole);
      writer.flush();
      return writer.guests;
    } catch (StackOverflowError e) {
      throw UserRecursion.in(e, whole.getClass(), "failed in its Java serialization", "");
    } catch (CannotTravel | VirtualMachineError e) {
      throw e;
    } catch (Throwable e) {
      // not only exceptions: hooks are code of the user
      throw new CannotTravel(
          TravelRules.describe(whole.getClass()), "failed in its Java serialization: " + e, "", e);
    }
  }

  @Override
  public Object read(Kryo kryo, Input in, Class<? extends Object> type) {
    Object[] guests = new Object[Bounds.readLength(in, 1)];
    for (int i = 0; i < guests.length; i++) {
      guests[i] = kryo.readClassAndObject(in);
    }
    Frame frame = new Frame(in, Bounds.readLength(in, 1));
    UserRecursion.prepare();
    try (Reader reader = new Reader(frame, guests, loader)) {
      Object object = reader.readObject();
      frame.skipRest();
      return object;
    } catch (StackOverflowError e) {
      throw UserRecursion.in(e, null, "failed in its Java deserialization", "");
    } catch (CannotTravel | VirtualMachineError e) {
      throw e;
    } catch (ClassNotFoundException e) {
      throw new CannotTravel(
          e.getMessage(),
          "is not on the class path of this JVM",
          "Give both JVMs the same class path.",
          e);
    } catch (UnsupportedClassVersionError e) {
      throw ClassNames.unusable("A class", e);
    } catch (Throwable e) {
      throw new CannotTravel("An object", "failed in its Java deserialization: " + e, "", e);
    }
  }

  /** Whatever has hooks may be mutable. */
  @Override
  boolean mayBeCopied(Object whole) {
    return false;
  }

  /** Stands in the Java stream for an object that travels beside it. */
  private record Guest(int index) implements Serializable {}

  /** Both sides: writes one Java stream and keeps its guests. */
  private static final class Writer extends ObjectOutputStream {
    private final List<Object> guests = new ArrayList<>();
    private final IdentityHashMap<Object, Guest> numbers = new IdentityHashMap<>();

    Writer(Output buffer) throws IOException {
      super(buffer);
      enableReplaceObject(true);
    }

    @Override
    protected Object replaceObject(Object object) {
      if (object instanceof Serializable
          && TravelRules.of(object.getClass()).way() != TravelRules.Way.REFUSED
          && SerializerRegistry.find(object.getClass()) == null) {
        return object;
      }
      // a guest that is refused has its path in the message by that
      return numbers.computeIfAbsent(object, this::admit);
    }

    private Guest admit(Object object) {
      guests.add(object);
      return new Guest(guests.size() - 1);
    }
  }

  /** Both sides: reads one Java stream; its classes come from the loader of the codec. */
  private static final class Reader extends ObjectInputStream {
    private final Object[] guests;
    private final ClassLoader loader;

    Reader(Frame frame, Object[] guests, ClassLoader loader) throws IOException {
      super(frame);
      this.guests = guests;
      this.loader = loader;
      enableResolveObject(true);
      setObjectInputFilter(boundArrays(ARRAY_SLACK + ARRAY_SLACK_PER_BYTE * frame.lengthBytes));
    }

    /**
     * Damaged bytes must not allocate what they cannot fill; the filter of the JVM, if there is
     * one, stays in force.
     */
    private static ObjectInputFilter boundArrays(long limit) {
      ObjectInputFilter bound =
          info ->
              info.arrayLength() > limit
                  ? ObjectInputFilter.Status.REJECTED
                  : ObjectInputFilter.Status.UNDECIDED;
      return ObjectInputFilter.merge(bound, ObjectInputFilter.Config.getSerialFilter());
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass description) throws ClassNotFoundException {
      if (description.getName().equals(Guest.class.getName())) {
        return Guest.class; // the loader of the user's classes need not know this library
      }
      return ClassNames.find(description.getName(), loader);
    }

    @Override
    protected Class<?> resolveProxyClass(String[] names) throws ClassNotFoundException {
      Class<?>[] interfaces = new Class<?>[names.length];
      for (int i = 0; i < names.length; i++) {
        interfaces[i] = ClassNames.find(names[i], loader);
      }
      return Proxy.newProxyInstance(loader, interfaces, (proxy, method, arguments) -> null)
          .getClass();
    }

    @Override
    protected Object resolveObject(Object object) {
      return object instanceof Guest guest ? guests[guest.index()] : object;
    }
  }

  /**
   * Both sides: the bytes of one Java stream: ObjectInputStream reads ahead, but not beyond them.
   */
  private static final class Frame extends InputStream {
    private final Input in;
    private final int lengthBytes;
    private int remainingBytes;

    Frame(Input in, int lengthBytes) {
      this.in = in;
      this.lengthBytes = lengthBytes;
      this.remainingBytes = lengthBytes;
    }

    @Override
    public int read() {
      if (remainingBytes == 0) {
        return -1;
      }
      remainingBytes--;
      return in.readByteUnsigned();
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      if (remainingBytes == 0) {
        return length == 0 ? 0 : -1;
      }
      int count = Math.min(length, remainingBytes);
      in.readBytes(target, offset, count);
      remainingBytes -= count;
      return count;
    }

    void skipRest() {
      in.skip(remainingBytes);
      remainingBytes = 0;
    }
  }
}

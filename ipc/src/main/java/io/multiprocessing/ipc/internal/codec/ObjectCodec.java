package io.multiprocessing.ipc.internal.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.KryoBufferOverflowException;
import com.esotericsoftware.kryo.io.KryoBufferUnderflowException;
import com.esotericsoftware.kryo.io.Output;
import io.multiprocessing.ipc.SerializationException;
import io.multiprocessing.ipc.internal.channel.ChannelFullException;
import io.multiprocessing.ipc.internal.jvm.JdkPackages;
import java.nio.ByteBuffer;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Both sides: turns objects into bytes and back, for JVMs with the same class path.
 *
 * <p>Each object that is written is complete in itself: shared and cyclic references are kept
 * within it, and it can be read without those before it. After a failure the codec is as good as
 * new. Confined to one thread at a time.
 */
public final class ObjectCodec {
  /*
   * How an object travels
   *
   * User classes, their inner classes, records and enums by fields, components and names; no
   * constructor runs except that of a record. Lambdas by their description. JDK types by number
   * and content. Classes with their own Java serialization by that. See TravelRules for who
   * decides, References for cycles, KnownTypes for the numbers.
   *
   * Failures
   *
   * Serializers throw CannotTravel, which collects the path on its way up. Anything else that is
   * thrown (by hooks and constructors of the user, by damaged bytes, by a stack that is too small)
   * is caught here, once. A Kryo that failed while reading, or whose stack overflowed at an
   * unknown place, may be damaged: it is dropped, and the next call makes a new one.
   */

  private static final int FIRST_CAPACITY_BYTES = 1024;
  private static final int CAPACITY_KEPT_BYTES = 1 << 20;

  static {
    JdkPackages.openIfPossible(); // Kryo uses sun.misc.Unsafe, of which a newer JVM warns
  }

  private final ClassLoader loader;
  private final Map<ClassLoader, Class<?>> met; // null if nobody asks
  private Kryo kryo;
  private int kryoVersion; // of the registry it was made with
  private References references;
  private Output output;

  /**
   * Creates a codec.
   *
   * @param loader finds the classes of objects that are read
   */
  public ObjectCodec(ClassLoader loader) {
    this(loader, null);
  }

  private ObjectCodec(ClassLoader loader, Map<ClassLoader, Class<?>> met) {
    this.loader = Objects.requireNonNull(loader, "loader");
    this.met = met;
  }

  /**
   * Creates a codec that notes which class loaders the objects it writes are of.
   *
   * @param loader finds the classes of objects that are read
   * @return a new codec
   */
  public static ObjectCodec notingLoaders(ClassLoader loader) {
    return new ObjectCodec(loader, new IdentityHashMap<>());
  }

  /**
   * Returns the class loaders of what was written last, the JDK's lowest one left out.
   *
   * @return of each class loader one class, perhaps hidden
   */
  public List<Class<?>> classesMet() {
    return List.copyOf(met.values());
  }

  /**
   * Writes an object.
   *
   * @param out receives the bytes; after a failure its position is what it was, unless it has
   *     handed bytes on to a stream
   * @param value the object, or null
   * @throws SerializationException if the object, or something that it refers to, cannot travel
   * @throws KryoBufferOverflowException if {@code out} has a limit and the object does not fit
   * @throws ChannelFullException if {@code out} belongs to a channel that has no room
   */
  public void write(Output out, Object value) {
    int start = out.position();
    Kryo writer = kryo();
    if (met != null) {
      met.clear();
    }
    boolean done = false;
    try {
      writer.writeClassAndObject(out, value);
      done = true;
    } catch (StackOverflowError e) {
      Class<?> deepest = references.newestWrittenClass();
      kryo = null;
      throw tooDeep("written", deepest == null ? value.getClass() : deepest);
    } catch (Throwable e) {
      if (e.getCause() instanceof StackOverflowError) { // of the user's code, wherever that was
        kryo = null;
      }
      throw failure(e, "cannot be written", value);
    } finally {
      if (kryo == writer) {
        writer.reset();
      }
      if (!done && out.getOutputStream() == null) {
        out.setPosition(start);
      }
    }
  }

  /**
   * Reads the next object.
   *
   * @param in holds bytes that {@link #write} wrote; after a failure its position is unspecified
   * @return the object, or null if null was written
   * @throws SerializationException if the bytes are damaged, a class is missing, or the object
   *     refuses to be rebuilt
   */
  public Object read(Input in) {
    Kryo reader = kryo();
    references.readFrom(in);
    boolean done = false;
    try {
      Object value = reader.readClassAndObject(in);
      done = true;
      return value;
    } catch (StackOverflowError e) {
      Class<?> deepest = references.newestReadClass();
      throw tooDeep("read", deepest == null ? Object.class : deepest);
    } catch (Throwable e) {
      throw failure(e, "cannot be read", null);
    } finally {
      references.readFrom(null);
      if (done) {
        reader.reset();
      } else {
        kryo = null;
      }
    }
  }

  /**
   * Writes an object into a new array.
   *
   * @param value the object, or null
   * @return the bytes
   * @throws SerializationException if the object, or something that it refers to, cannot travel
   */
  public byte[] toBytes(Object value) {
    ByteBuffer buffer = toBuffer(value);
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  /**
   * Writes an object into memory that nobody else has.
   *
   * @param value the object, or null
   * @return the bytes, backed by an array
   * @throws SerializationException if the object, or something that it refers to, cannot travel
   */
  public ByteBuffer toBuffer(Object value) {
    if (output == null) {
      output = new GrowingOutput(FIRST_CAPACITY_BYTES);
    }
    try {
      write(output, value);
      return output.getBuffer().length > CAPACITY_KEPT_BYTES
          ? ByteBuffer.wrap(output.getBuffer(), 0, output.position())
          : ByteBuffer.wrap(output.toBytes());
    } catch (KryoBufferOverflowException e) {
      throw new SerializationException(
          "an object of 2 GB or more cannot be written into one array", e);
    } finally {
      if (output.getBuffer().length > CAPACITY_KEPT_BYTES) {
        output = null;
      } else {
        output.setPosition(0);
      }
    }
  }

  /**
   * Reads the object that fills an array.
   *
   * @param bytes what {@link #toBytes} returned
   * @return the object, or null if null was written
   * @throws SerializationException if the bytes are damaged, a class is missing, or the object
   *     refuses to be rebuilt
   */
  public Object fromBytes(byte[] bytes) {
    Input in = new Input(bytes);
    Object value = read(in);
    if (in.position() != bytes.length) {
      throw new SerializationException(
          "The message is damaged: " + (bytes.length - in.position()) + " bytes follow the object",
          null);
    }
    return value;
  }

  private Kryo kryo() {
    int version = SerializerRegistry.version();
    if (kryo == null || kryoVersion != version) {
      kryoVersion = version;
      references = new References();
      kryo = new LambdaAwareKryo(new TypeResolver(loader, met), references);
      kryo.setRegistrationRequired(false);
      kryo.setOptimizedGenerics(
          false); // saves no bytes here, and a failure would leave its stack filled
      kryo.setAutoReset(false); // references are still needed to describe a stack overflow
      kryo.setClassLoader(loader);
    }
    return kryo;
  }

  private static SerializationException tooDeep(String verb, Class<?> type) {
    String name = TravelRules.describe(type);
    // the error itself is no cause: its thousand frames say less than this message
    return new SerializationException(
        name
            + " is nested too deep to be "
            + verb
            + ": the stack of the thread overflowed."
            + " Send the objects as a list instead of a chain, or raise the stack size (-Xss)",
        name,
        List.of(),
        null);
  }

  private static RuntimeException failure(Throwable e, String what, Object value) {
    if (e instanceof VirtualMachineError fatal) {
      throw fatal; // out of memory, mostly: not about this object alone
    }
    if (e instanceof CannotTravel known) {
      return known.toPublic();
    }
    if (e instanceof KryoBufferOverflowException full) {
      return full;
    }
    if (e instanceof KryoBufferUnderflowException) {
      return new SerializationException("The message is damaged: it ends within an object", e);
    }
    ChannelFullException noRoom = ChannelFullException.behind(e);
    if (noRoom != null) { // not about the object
      return noRoom;
    }
    Throwable cause = e instanceof KryoException && e.getCause() != null ? e.getCause() : e;
    String name = value == null ? null : TravelRules.describe(value.getClass());
    return new SerializationException(
        (name == null ? "The message" : name) + " " + what + ": " + cause, name, List.of(), cause);
  }

  /** Both sides: a Kryo that knows the lambdas of today's JVMs, which are hidden classes. */
  private static final class LambdaAwareKryo extends Kryo {
    LambdaAwareKryo(TypeResolver resolver, References references) {
      super(resolver, references);
    }

    @Override
    @SuppressWarnings("rawtypes") // Kryo's signature
    public boolean isClosure(Class type) {
      return TravelRules.isLambda(type);
    }
  }
}

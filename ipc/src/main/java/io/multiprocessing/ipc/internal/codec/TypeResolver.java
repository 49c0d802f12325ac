package io.multiprocessing.ipc.internal.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Registration;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import com.esotericsoftware.kryo.util.DefaultClassResolver;
import java.util.HashMap;
import java.util.Map;

/**
 * Both sides: finds the serializer of a class when writing, and the class of a number or a name
 * when reading.
 */
final class TypeResolver extends DefaultClassResolver {
  private static final int NAMED = NAME + 2;

  private final ClassLoader loader;
  private final Map<String, Class<?>> classes = new HashMap<>();
  private final Map<ClassLoader, Class<?>> met; // null if nobody asks
  private ClassLoader metLast;
  // of classes that objects are written of by a serializer of the user
  private final Map<Class<?>, Registration> byRules = new HashMap<>();

  /**
   * Creates a resolver.
   *
   * @param loader finds the classes of objects that are read
   * @param met receives, of each class loader that objects written are of, one class; or null
   */
  TypeResolver(ClassLoader loader, Map<ClassLoader, Class<?>> met) {
    this.loader = loader;
    this.met = met;
  }

  @Override
  @SuppressWarnings("rawtypes") // Kryo's signature
  public Registration writeClass(Output out, Class type) {
    if (type != null) {
      note(type);
    }
    return super.writeClass(out, type);
  }

  /** Notes the class loader of a class that is in the message. */
  void note(Class<?> type) {
    ClassLoader of = met == null ? null : type.getClassLoader();
    if (of != null && of != metLast) {
      metLast = of;
      met.put(of, type);
    }
  }

  /** Returns how objects of a class are written here; null if this class was not met. */
  @Override
  @SuppressWarnings("rawtypes") // Kryo's signature
  public Registration getRegistration(Class type) {
    Registration registration = super.getRegistration(type);
    if (registration == null && SerializerRegistry.find(type) != null) {
      registration = known(KnownTypes.USER);
      classToRegistration.put(type, registration);
    }
    return registration;
  }

  /** Returns how objects of a class travel where nobody has registered a serializer for it. */
  Registration byRules(Class<?> type) {
    Registration registration = kryo.getRegistration(type);
    if (registration.getId() != KnownTypes.USER) {
      return registration;
    }
    Registration plain = byRules.get(type);
    if (plain == null) {
      TravelRules.Rule rule = TravelRules.of(type);
      plain = rule.way() == TravelRules.Way.KNOWN ? known(rule.knownId()) : named(type, rule);
      byRules.put(type, plain);
    }
    return plain;
  }

  @Override
  public void reset() {
    super.reset();
    metLast = null;
  }

  /** Called by Kryo for a class that it has not met. */
  @Override
  @SuppressWarnings("rawtypes") // Kryo's signature
  public Registration registerImplicit(Class type) {
    if (TravelRules.isLambda(type)) {
      return known(
          KnownTypes
              .LAMBDA); // for one class per lambda and JVM, an entry of its own is not worth it
    }
    TravelRules.Rule rule = TravelRules.of(type);
    if (rule.way() == TravelRules.Way.KNOWN) {
      Registration shared = known(rule.knownId());
      classToRegistration.put(type, shared);
      return shared;
    }
    return register(named(type, rule));
  }

  private static Registration named(Class<?> type, TravelRules.Rule rule) {
    Serializer<?> serializer =
        switch (rule.way()) {
          case ENUM -> new EnumSerializer(type);
          case RECORD -> new RecordSerializer(type);
          case FIELDS -> new FieldsSerializer(type);
          case OBJECT_ARRAY -> new ObjectArraySerializer(type);
          default -> throw TravelRules.refusal(type);
        };
    return new TypeRegistration(type, serializer, NAME, rule.way() != TravelRules.Way.ENUM);
  }

  private Registration known(int id) {
    Registration registration = idToRegistration.get(id);
    if (registration == null) {
      registration = KnownTypes.newRegistration(id, loader);
      if (registration == null) {
        throw new CannotTravel("The message", "is damaged: nothing has the type number " + id, "");
      }
      register(registration);
    }
    return registration;
  }

  @Override
  @SuppressWarnings("rawtypes") // Kryo's signature
  protected void writeName(Output out, Class type, Registration registration) {
    // the registered type, not the one of the object: a constant with a body has a class of its own
    super.writeName(out, registration.getType(), registration);
  }

  @Override
  public Registration readClass(Input in) {
    int number = in.readVarInt(true);
    return switch (number) {
      case Kryo.NULL -> null;
      case NAMED -> readName(in);
      default -> known(number - 2);
    };
  }

  @Override
  protected Registration readName(Input in) {
    int nameId = in.readVarInt(true);
    if (nameIdToClass == null) {
      nameIdToClass = new com.esotericsoftware.kryo.util.IntMap<>();
    }
    Class<?> type = nameIdToClass.get(nameId);
    if (type == null) {
      String name = Bounds.readString(in);
      type = classes.get(name);
      if (type == null) {
        type = ClassNames.load(name, loader);
        classes.put(name, type);
      }
      nameIdToClass.put(nameId, type);
    }
    return byRules(type);
  }
}

package io.multiprocessing.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.ipc.internal.codec.ObjectCodec;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SerializersTest {

  private final ObjectCodec codec = new ObjectCodec(SerializersTest.class.getClassLoader());
  private final List<Class<?>> registered = new ArrayList<>();

  private <T> void register(Class<T> type, Serializer<T> serializer) {
    registered.add(type);
    Serializers.register(type, serializer);
  }

  @AfterEach
  void forgetAllAndWriteAsBefore() {
    registered.forEach(Serializers::unregister);
    assertEquals(List.of(new Money(5, "EUR")), codec.fromBytes(codec.toBytes(List.of(money(5)))));
  }

  @SuppressWarnings("unchecked")
  private <T> T copy(T value) {
    return (T) codec.fromBytes(codec.toBytes(value));
  }

  /** Reads as a JVM does in which nobody has registered anything. */
  private Object copyForAStranger(Object value) {
    byte[] bytes = codec.toBytes(value);
    registered.forEach(Serializers::unregister);
    return codec.fromBytes(bytes);
  }

  /** Writes as a JVM does in which nobody has registered anything. */
  private <T> Object copyFromAStranger(
      Object value, Class<T> type, Serializer<T> registeredByReader) {
    byte[] bytes = codec.toBytes(value);
    register(type, registeredByReader);
    return codec.fromBytes(bytes);
  }

  record Money(long cents, String currency) {}

  private static Money money(long cents) {
    return new Money(cents, "EUR");
  }

  /** Shows that it was at work: it reads one cent more. */
  static final class OneCentMore implements Serializer<Money> {
    @Override
    public void write(Money money, ObjectOutput out) throws IOException {
      out.writeLong(money.cents());
      out.writeUTF(money.currency());
    }

    @Override
    public Money read(ObjectInput in) throws IOException {
      return new Money(in.readLong() + 1, in.readUTF());
    }
  }

  static final class Wallet {
    final Money exact; // Money is final
    final Object any;
    final List<Money> several;
    final Money[] array;
    final Map<Money, Money> map = new HashMap<>();

    Wallet(Money money) {
      exact = money;
      any = money;
      several = List.of(money, money(10), money(20));
      array = new Money[] {money, null};
      map.put(money, money);
    }

    void check(long cents) {
      assertEquals(cents, exact.cents());
      assertSame(exact, any);
      assertSame(exact, several.get(0));
      assertEquals(11, several.get(1).cents());
      assertEquals(21, several.get(2).cents());
      assertSame(exact, array[0]);
      assertNull(array[1]);
      assertSame(exact, map.get(exact));
    }
  }

  record Envelope(Money exact, Money none, Object any) {}

  @Test
  void shouldWriteFieldsElementsAndComponentsOfItsType() {
    register(Money.class, new OneCentMore());

    assertEquals(money(2), copy(money(1)));
    copy(new Wallet(money(1))).check(2);
    assertEquals(
        new Envelope(money(3), null, List.of(money(3))),
        copy(new Envelope(money(2), null, List.of(money(2)))));
  }

  @Test
  void shouldBeReadWhereNobodyHasRegisteredIt() {
    register(Money.class, new OneCentMore());

    ((Wallet) copyForAStranger(new Wallet(money(1)))).check(2);
  }

  @Test
  void shouldReadWhatWasWrittenWithoutIt() {
    Object copy =
        copyFromAStranger(new Envelope(money(1), null, 7), Money.class, new OneCentMore());

    assertEquals(new Envelope(money(1), null, 7), copy);
    Serializers.unregister(Money.class);
    List<Object> mixed = new ArrayList<>(List.of(money(1), "text", money(2)));
    assertEquals(mixed, copyFromAStranger(mixed, Money.class, new OneCentMore()));
  }

  @Test
  void shouldReplaceAnEarlierOne() {
    register(Money.class, new OneCentMore());
    Serializers.register(Money.class, new Times(100));

    assertEquals(money(300), copy(money(3)));
  }

  /** Has a field, which travels with it. */
  record Times(int factor) implements Serializer<Money> {
    @Override
    public void write(Money money, ObjectOutput out) throws IOException {
      out.writeObject(money.currency());
      out.writeLong(money.cents());
    }

    @Override
    public Money read(ObjectInput in) throws IOException, ClassNotFoundException {
      String currency = (String) in.readObject();
      return new Money(in.readLong() * factor, currency);
    }
  }

  interface Shape {}

  abstract static class Round implements Shape {
    int radius;
  }

  static final class Circle extends Round {}

  static class Ellipse extends Round {}

  static final class Egg extends Ellipse {}

  static final class Square implements Shape {
    int side;
  }

  static final class ShapeBySide implements Serializer<Shape> {
    @Override
    public void write(Shape shape, ObjectOutput out) throws IOException {
      out.writeUTF(shape.getClass().getSimpleName());
    }

    @Override
    public Shape read(ObjectInput in) throws IOException {
      Square square = new Square();
      square.side = in.readUTF().length();
      return square;
    }
  }

  static final class RoundAlways implements Serializer<Round> {
    @Override
    public void write(Round round, ObjectOutput out) throws IOException {
      out.writeInt(round.radius);
    }

    @Override
    public Round read(ObjectInput in) throws IOException {
      Round round = new Circle();
      round.radius = in.readInt() + 1;
      return round;
    }
  }

  static final class EllipseOnly implements Serializer<Ellipse> {
    @Override
    public void write(Ellipse ellipse, ObjectOutput out) throws IOException {
      out.writeInt(ellipse.radius);
    }

    @Override
    public Ellipse read(ObjectInput in) throws IOException {
      Ellipse ellipse = new Ellipse();
      ellipse.radius = -in.readInt();
      return ellipse;
    }
  }

  @Test
  void shouldBeForAllObjectsOfAnInterfaceOrAnAbstractClass() {
    register(Shape.class, new ShapeBySide());
    register(Round.class, new RoundAlways());
    register(Ellipse.class, new EllipseOnly());

    Ellipse ellipse = new Ellipse();
    ellipse.radius = 7;
    Egg egg = new Egg();
    egg.radius = 7;
    assertEquals("Square".length(), copy(new Square()).side);
    assertEquals(1, assertInstanceOf(Circle.class, copy((Object) new Circle())).radius);
    assertEquals(-7, copy(ellipse).radius);
    // not by the one for Ellipse, whose objects are of exactly that class, but by that for Round
    assertEquals(8, assertInstanceOf(Circle.class, copy((Object) egg)).radius);
  }

  @Test
  void shouldNotBeForSubclassesOfAClassThatHasObjects() {
    register(Ellipse.class, new EllipseOnly());
    Egg egg = new Egg();
    egg.radius = 7;

    assertEquals(7, copy(egg).radius);
  }

  interface Left {}

  interface Right {}

  record Both() implements Left, Right {}

  record ToString<T>(Object instead) implements Serializer<T> {
    @Override
    public void write(T object, ObjectOutput out) {}

    @Override
    @SuppressWarnings("unchecked")
    public T read(ObjectInput in) {
      return (T) instead;
    }
  }

  @Test
  void shouldRefuseToChooseAmongUnrelatedInterfaces() {
    register(Left.class, new ToString<Left>("left"));
    register(Right.class, new ToString<Right>("right"));

    SerializationException e =
        assertThrows(SerializationException.class, () -> codec.toBytes(List.of(new Both())));
    assertTrue(e.getMessage().contains("several serializers"), e.getMessage());
    assertEquals(List.of("[0]"), e.path());
    register(Both.class, new ToString<Both>("both"));
    assertEquals("both", codec.fromBytes(codec.toBytes(new Both())));
  }

  @Test
  void shouldCarryWhatCouldNotTravelAtAll() {
    register(CountDownLatch.class, new LatchByCount());
    CountDownLatch latch = new CountDownLatch(3);

    List<CountDownLatch> copy = copy(List.of(latch, latch));

    assertEquals(3, copy.get(0).getCount());
    assertSame(copy.get(0), copy.get(1));
  }

  static final class LatchByCount implements Serializer<CountDownLatch> {
    @Override
    public void write(CountDownLatch latch, ObjectOutput out) throws IOException {
      out.writeLong(latch.getCount());
    }

    @Override
    public CountDownLatch read(ObjectInput in) throws IOException {
      return new CountDownLatch((int) in.readLong());
    }
  }

  static final class Failure extends Exception {
    private static final long serialVersionUID = 1L;
    private final Hooked hooked;

    Failure(Hooked hooked) {
      this.hooked = hooked;
    }
  }

  static final class Hooked implements Serializable {
    private static final long serialVersionUID = 1L;
    private final int number;

    Hooked(int number) {
      this.number = number;
    }

    private Object readResolve() {
      return new Hooked(-1);
    }
  }

  static final class HookedAsNumber implements Serializer<Hooked> {
    @Override
    public void write(Hooked hooked, ObjectOutput out) throws IOException {
      out.writeInt(hooked.number);
    }

    @Override
    public Hooked read(ObjectInput in) throws IOException {
      return new Hooked(in.readInt());
    }
  }

  @Test
  void shouldComeBeforeJavaSerializationAlsoInsideOfIt() {
    assertEquals(-1, copy(new Hooked(5)).number);
    register(Hooked.class, new HookedAsNumber());

    assertEquals(5, copy(new Hooked(5)).number);
    assertEquals(6, copy(new Failure(new Hooked(6))).hooked.number);
  }

  static final class Family {
    String name;
    Object member;
  }

  /** Uses every method of its output and input. */
  static final class FamilyByEverything implements Serializer<Family> {
    @Override
    public void write(Family family, ObjectOutput out) throws IOException {
      out.writeUTF(family.name);
      out.writeObject(family.member);
      out.write(300);
      out.write(new byte[] {1, 2, 3});
      out.write(new byte[] {1, 2, 3}, 1, 1);
      out.writeBoolean(true);
      out.writeByte(200);
      out.writeByte(200);
      out.writeShort(-2);
      out.writeShort(-2);
      out.writeChar('ä');
      out.writeInt(Integer.MIN_VALUE);
      out.writeLong(Long.MIN_VALUE);
      out.writeFloat(-0f);
      out.writeDouble(Double.NaN);
      out.writeBytes("ab");
      out.writeChars("ä");
      out.flush();
      out.close();
    }

    @Override
    public Family read(ObjectInput in) throws IOException, ClassNotFoundException {
      Family family = new Family();
      family.name = in.readUTF();
      family.member = in.readObject();
      assertEquals(300 & 0xFF, in.read());
      byte[] bytes = new byte[3];
      assertEquals(2, in.read(bytes, 1, 2));
      assertEquals(1, in.skip(1));
      assertEquals(1, in.read(new byte[1]));
      assertEquals("[0, 1, 2]", Arrays.toString(bytes));
      assertTrue(in.readBoolean());
      assertEquals((byte) 200, in.readByte());
      assertEquals(200, in.readUnsignedByte());
      assertEquals(-2, in.readShort());
      assertEquals(0xFFFE, in.readUnsignedShort());
      assertEquals('ä', in.readChar());
      assertEquals(Integer.MIN_VALUE, in.readInt());
      assertEquals(Long.MIN_VALUE, in.readLong());
      assertEquals(-0f, in.readFloat());
      assertEquals(Double.NaN, in.readDouble());
      byte[] text = new byte[2];
      in.readFully(text);
      assertEquals("[97, 98]", Arrays.toString(text));
      assertEquals(2, in.skipBytes(2));
      in.close();
      return family;
    }
  }

  @Test
  void shouldCarryAllThatAnObjectOutputTakes() {
    register(Family.class, new FamilyByEverything());
    Object shared = new Object();
    Family family = new Family();
    family.name = "ä".repeat(100_000); // more than a writeUTF of the JDK takes
    family.member = new Object[] {shared, "text"};

    Object[] copy = copy(new Object[] {family, shared, 5});

    assertEquals(family.name, ((Family) copy[0]).name);
    assertSame(copy[1], ((Object[]) ((Family) copy[0]).member)[0]);
    assertEquals(5, copy[2]);
    assertNotSame(shared, copy[1]);
  }

  @Test
  void shouldRefuseACycleThroughItsObject() {
    register(Family.class, new FamilyByEverything());
    Family family = new Family();
    family.name = "";
    family.member = List.of(family);

    SerializationException e =
        assertThrows(SerializationException.class, () -> codec.toBytes(family));

    assertTrue(e.getMessage().contains("cycle"), e.getMessage());
  }

  @Test
  void shouldNameTheWayToAPartThatCannotTravel() {
    register(Family.class, new FamilyByEverything());
    Family family = new Family();
    family.name = "";
    family.member = Thread.currentThread();

    SerializationException e =
        assertThrows(SerializationException.class, () -> codec.toBytes(List.of(family)));

    assertEquals("java.lang.Thread", e.typeName());
    assertEquals(List.of("[0]", "written by " + FamilyByEverything.class.getTypeName()), e.path());
  }

  /** Does not do what it should. */
  static final class Odd implements Serializer<Family> {
    private final String how;

    Odd(String how) {
      this.how = how;
    }

    @Override
    public void write(Family family, ObjectOutput out) throws IOException {
      switch (how) {
        case "throws" -> throw new IOException("no paper");
        case "fails" -> throw new AssertionError("no pen");
        case "swallows" -> {
          try {
            out.writeObject(Thread.currentThread());
          } catch (RuntimeException e) {
            // as if nothing were the matter
          }
        }
        default -> {}
      }
      out.writeInt(5);
    }

    @Override
    public Family read(ObjectInput in) throws IOException {
      switch (how) {
        case "reads less" -> {
          return new Family();
        }
        case "reads more" -> in.readInt();
        case "reads much more" -> in.readFully(new byte[100_000]);
        case "throws when it reads" -> throw new IOException("no glasses");
        default -> {}
      }
      in.readInt();
      return how.equals("reads null") ? null : new Family();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"throws", "fails", "swallows"})
  void shouldSayWhenItFailsToWrite(String how) {
    register(Family.class, new Odd(how));

    SerializationException e =
        assertThrows(SerializationException.class, () -> codec.toBytes(List.of(1, new Family())));

    assertEquals("[1]", e.path().get(0));
    assertTrue(e.getMessage().contains(Odd.class.getTypeName()), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "reads less",
        "reads more",
        "reads much more",
        "throws when it reads",
        "reads null"
      })
  void shouldSayWhenItFailsToRead(String how) {
    register(Family.class, new Odd(how));
    byte[] bytes = codec.toBytes(new Object[] {1, new Family(), 2, 3, 4, 5, 6, 7, 8, 9});

    SerializationException e =
        assertThrows(SerializationException.class, () -> codec.fromBytes(bytes));

    assertEquals(List.of("[1]"), e.path());
    assertTrue(e.getMessage().contains(Odd.class.getTypeName()), e.getMessage());
  }

  @Test
  void shouldRefuseTypesWhoseWayNobodyCanChange() {
    for (Class<?> type :
        List.of(
            int.class,
            Integer.class,
            String.class,
            int[].class,
            Money[].class,
            TimeUnit.class,
            ArrayList.class,
            Collection.class,
            Object.class,
            Serializable.class,
            LocalDate.class,
            Path.class)) {
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class, () -> registerAnything(type), type::getTypeName);
      assertTrue(e.getMessage().contains("type=" + type.getTypeName()), e.getMessage());
    }
    assertThrows(NullPointerException.class, () -> Serializers.register(Money.class, null));
  }

  private static <T> void registerAnything(Class<T> type) {
    Serializers.register(type, new ToString<>("x"));
  }

  @Test
  void shouldRefuseASerializerThatCannotTravel() {
    SerializationException e =
        assertThrows(
            SerializationException.class,
            () -> Serializers.register(Both.class, new ToString<>(Thread.currentThread())));

    assertTrue(e.getMessage().contains("java.lang.Thread"), e.getMessage());
    assertEquals(List.of(ToString.class.getTypeName() + ".instead"), e.path());
  }

  @Test
  void shouldSayHowToGetAClassOfTheJdkAcross() {
    SerializationException e =
        assertThrows(SerializationException.class, () -> codec.toBytes(new CountDownLatch(1)));

    assertTrue(e.getMessage().contains("Serializers.register"), e.getMessage());
  }

  @Test
  void shouldBeWrittenIntoAQueueAndUnderAName() throws Exception {
    register(Money.class, new OneCentMore());
    try (SharedQueue<Money> queue = SharedQueue.unbounded()) {
      queue.put(money(1));
      assertEquals(money(2), queue.take());
    }
    try (var publication =
        SharedNames.publish("serializers-test-" + ProcessHandle.current().pid(), money(5))) {
      assertEquals(money(6), SharedNames.lookup(publication.name(), Money.class));
    }
  }
}

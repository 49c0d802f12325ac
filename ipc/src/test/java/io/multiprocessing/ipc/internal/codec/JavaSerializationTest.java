package io.multiprocessing.ipc.internal.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.ipc.SerializationException;
import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectInputStream;
import java.io.ObjectOutput;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("serial") // lambdas and fields that javac warns of are what is tested
class JavaSerializationTest {
  private static final ObjectCodec CODEC =
      new ObjectCodec(JavaSerializationTest.class.getClassLoader());

  @SuppressWarnings("unchecked")
  private <T> T copy(T value) {
    return (T) CODEC.fromBytes(CODEC.toBytes(value));
  }

  @AfterEach
  void shouldBeUsableAfterwards() {
    assertEquals(List.of("fine", 1), copy(List.of("fine", 1)));
  }

  static final class Hooked implements Serializable {
    private static final long serialVersionUID = 1L;
    transient int doubled;

    Hooked(int value) {
      doubled = 2 * value;
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
      out.defaultWriteObject();
      out.writeInt(doubled / 2);
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      doubled = 2 * in.readInt();
    }
  }

  static final class Single implements Serializable {
    private static final long serialVersionUID = 1L;
    static final Single INSTANCE = new Single();

    private Object readResolve() {
      return INSTANCE;
    }
  }

  static class Replaced implements Serializable {
    private static final long serialVersionUID = 1L;
    transient Thread thread = Thread.currentThread();

    protected Object writeReplace() {
      return "replaced";
    }
  }

  static final class InheritsReplacement extends Replaced {
    private static final long serialVersionUID = 1L;
  }

  public static final class External implements Externalizable {
    private static final long serialVersionUID = 1L;
    String text;

    public External() {}

    @Override
    public void writeExternal(ObjectOutput out) throws IOException {
      out.writeUTF(text + "!");
    }

    @Override
    public void readExternal(ObjectInput in) throws IOException {
      text = in.readUTF();
    }
  }

  record ReplacedRecord(int x) implements Serializable {
    private Object writeReplace() {
      return x + 1;
    }
  }

  @Test
  void shouldRespectHooks() {
    assertEquals(6, copy(new Hooked(3)).doubled);
    assertSame(Single.INSTANCE, copy(Single.INSTANCE));
    assertEquals("replaced", copy((Object) new Replaced()));
    assertEquals("replaced", copy((Object) new InheritsReplacement()));
    External external = new External();
    external.text = "x";
    assertEquals("x!", copy(external).text);
    assertEquals(6, copy((Object) new ReplacedRecord(5)));
  }

  static final class Cache extends LinkedHashMap<String, Integer> {
    private static final long serialVersionUID = 1L;
    private final int limit;

    Cache(int limit) {
      super(16, 0.75f, true);
      this.limit = limit;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
      return size() > limit;
    }
  }

  @Test
  void shouldKeepTheOwnFieldsOfACollectionOfTheUser() {
    Cache cache = new Cache(2);
    cache.put("a", 1);
    cache.put("b", 2);
    Cache copy = copy(cache);
    assertEquals(2, copy.limit);
    copy.get("a");
    copy.put("c", 3);
    assertEquals("[a, c]", copy.keySet().toString());
    List<String> doubleBrace =
        new ArrayList<>() {
          private static final long serialVersionUID = 1L;

          {
            add("x");
          }
        };
    assertEquals(List.of("x"), copy(doubleBrace));
  }

  static final class Plain {
    Object content;

    Plain(Object content) {
      this.content = content;
    }
  }

  @Test
  void shouldCarryPlainObjectsInsideAJavaStream() {
    ArrayList<Object> list =
        new ArrayList<>() {
          private static final long serialVersionUID = 1L;
        };
    Plain plain = new Plain("p");
    list.add(plain);
    list.add(plain);
    list.add(Path.of("/x"));
    list.add((Callable<String> & Serializable) () -> "called " + plain.content);
    ArrayList<Object> copy = copy(list);
    assertEquals("p", ((Plain) copy.get(0)).content);
    assertSame(copy.get(0), copy.get(1));
    assertEquals(Path.of("/x"), copy.get(2));
    @SuppressWarnings("unchecked")
    Callable<String> call = (Callable<String>) copy.get(3);
    assertEquals("called p", assertDoesNotThrowAny(call));
  }

  private static <T> T assertDoesNotThrowAny(Callable<T> call) {
    try {
      return call.call();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  static final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // on purpose
    final Object detail;

    Failure(String message, Throwable cause, Object detail) {
      super(message, cause);
      this.detail = detail;
    }
  }

  @Test
  void shouldKeepTheStackTheCauseAndTheSuppressedOfAnException() {
    Failure failure = new Failure("m", new IOException("cause"), new Plain("detail"));
    failure.addSuppressed(new IllegalStateException("suppressed"));
    Failure copy = copy(failure);
    assertEquals("m", copy.getMessage());
    assertEquals("cause", copy.getCause().getMessage());
    assertEquals("suppressed", copy.getSuppressed()[0].getMessage());
    assertEquals(failure.getStackTrace()[0], copy.getStackTrace()[0]);
    assertEquals("detail", ((Plain) copy.detail).content);
    assertEquals("x", copy(new AssertionError("x")).getMessage());
    assertNull(copy(new StackOverflowError()).getMessage());
  }

  @Test
  void shouldNameTheFieldOfAnExceptionThatCannotTravel() {
    Failure failure =
        new Failure("m", new Failure("inner", null, new Plain(Thread.currentThread())), null);
    SerializationException e =
        assertThrows(SerializationException.class, () -> CODEC.toBytes(failure));
    assertEquals(
        List.of(
            "getCause()", Failure.class.getName() + ".detail", Plain.class.getName() + ".content"),
        e.path());
    assertEquals("java.lang.Thread", e.typeName());
  }

  static final class Throws implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final ThreadLocal<Throwable> ON_WRITE = new ThreadLocal<>();
    private static final ThreadLocal<Throwable> ON_READ = new ThreadLocal<>();

    private void writeObject(ObjectOutputStream out) throws IOException {
      raise(ON_WRITE.get());
    }

    private void readObject(ObjectInputStream in) throws IOException {
      raise(ON_READ.get());
    }

    private static void raise(Throwable throwable) throws IOException {
      if (throwable != null) {
        Throws.<RuntimeException>sneak(throwable);
      }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable throwable) throws T {
      throw (T) throwable;
    }
  }

  @Test
  void shouldGiveWhatAHookThrowsAsTheCause() {
    for (Throwable thrown :
        List.of(
            new IOException("io"),
            new IllegalStateException("state"),
            new AssertionError("error"))) {
      Throws.ON_WRITE.set(thrown);
      SerializationException write =
          assertThrows(SerializationException.class, () -> CODEC.toBytes(new Plain(new Throws())));
      assertSame(thrown, write.getCause());
      assertEquals(List.of(Plain.class.getName() + ".content"), write.path());
      Throws.ON_WRITE.remove();
      byte[] bytes = CODEC.toBytes(new Plain(new Throws()));
      Throws.ON_READ.set(thrown);
      SerializationException read =
          assertThrows(SerializationException.class, () -> CODEC.fromBytes(bytes));
      assertSame(thrown, read.getCause());
      Throws.ON_READ.remove();
    }
  }

  @Test
  void shouldLetRunningOutOfMemoryPass() {
    Throws.ON_WRITE.set(new OutOfMemoryError("test"));
    assertThrows(OutOfMemoryError.class, () -> CODEC.toBytes(new Throws()));
    Throws.ON_WRITE.remove();
  }

  @Test
  void shouldTurnAStackOverflowOfAHookIntoAnException() {
    Throws.ON_WRITE.set(new StackOverflowError());
    assertThrows(SerializationException.class, () -> CODEC.toBytes(new Throws()));
    Throws.ON_WRITE.remove();
  }

  record Positive(int value) {
    private static boolean strict;

    Positive {
      if (strict && value <= 0) {
        throw new IllegalArgumentException("value=" + value);
      }
    }
  }

  @Test
  void shouldGiveWhatTheConstructorOfARecordThrowsAsTheCause() {
    byte[] bytes = CODEC.toBytes(new Positive(-1));
    Positive.strict = true;
    try {
      SerializationException e =
          assertThrows(SerializationException.class, () -> CODEC.fromBytes(bytes));
      assertEquals("value=-1", e.getCause().getMessage());
      assertEquals(Positive.class.getName(), e.typeName());
    } finally {
      Positive.strict = false;
    }
  }

  @Test
  void shouldUnlockALockOnItsWay() {
    ReentrantLock lock = new ReentrantLock();
    lock.lock();
    assertTrue(copy(lock).tryLock());
  }
}

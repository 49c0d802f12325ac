package io.multiprocessing.ipc.internal.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.ipc.SerializationException;
import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

@SuppressWarnings("serial") // lambdas that touch members are what is tested
class LambdaTravelTest {
  interface Call<T> extends Callable<T>, Serializable {}

  interface Fun<A, B> extends Function<A, B>, Serializable {}

  /** Not Serializable: captured arguments need not be. */
  static final class Box {
    Object content;

    Box(Object content) {
      this.content = content;
    }

    Object open() {
      return content;
    }
  }

  private final int field = 7;

  @SuppressWarnings("unchecked")
  private static <T> T copy(T value) {
    ObjectCodec codec = new ObjectCodec(LambdaTravelTest.class.getClassLoader());
    return (T) codec.fromBytes(codec.toBytes(value));
  }

  @Test
  void shouldCallALambdaThatCapturedNothing() {
    Fun<Integer, Integer> square = x -> x * x;
    assertEquals(9, copy(square).apply(3));
  }

  @Test
  void shouldCallALambdaWithEverythingItCaptured() throws Exception {
    int i = 1;
    long l = 2;
    double d = 3;
    boolean z = true;
    char c = 'c';
    byte b = 4;
    short s = 5;
    float f = 6;
    String text = "t";
    int[] array = {1, 2};
    Box box = new Box("in");
    List<Box> boxes = List.of(box);
    Call<String> call =
        () ->
            ""
                + i
                + l
                + d
                + z
                + c
                + b
                + s
                + f
                + text
                + array.length
                + box.content
                + (boxes.get(0) == box);
    assertEquals("123.0truec456.0t2intrue", copy(call).call());
  }

  @Test
  void shouldCallALambdaThatCapturedItsObject() throws Exception {
    Call<Integer> call = () -> field + 1;
    assertEquals(8, copy(call).call());
  }

  @Test
  void shouldCallMethodReferences() throws Exception {
    Fun<String, Integer> unbound = String::length;
    Call<Object> bound = new Box("b")::open;
    Fun<Object, Box> constructor = Box::new;
    Fun<Integer, int[]> arrayConstructor = int[]::new;
    assertEquals(3, copy(unbound).apply("abc"));
    assertEquals("b", copy(bound).call());
    assertEquals("c", copy(constructor).apply("c").content);
    assertEquals(5, copy(arrayConstructor).apply(5).length);
  }

  @Test
  void shouldCallALambdaInsideALambda() throws Exception {
    Call<Integer> inner = () -> field;
    Call<Call<Integer>> outer = () -> () -> inner.call() * 2;
    assertEquals(14, copy(copy(outer).call()).call());
  }

  @Test
  void shouldCallALambdaOfAnInterfaceAndOfAGenericMethod() throws Exception {
    assertEquals("x!", copy(Shouting.shout("x")).call());
    assertEquals(List.of(5), copy(wrap(5)).call());
  }

  interface Shouting {
    static Call<String> shout(String word) {
      return () -> word + "!";
    }
  }

  private static <T> Call<List<T>> wrap(T value) {
    return () -> List.of(value);
  }

  @Test
  void shouldCarryLambdasThatTheJdkMakes() {
    Comparator<String> byLength = Comparator.comparing((Fun<String, Integer>) String::length);
    assertEquals(-1, copy(byLength).compare("a", "bb"));
    assertEquals(1, copy(byLength.reversed()).compare("a", "bb"));
    assertEquals(
        -1,
        copy(Map.Entry.<String, Integer>comparingByKey())
            .compare(Map.entry("a", 1), Map.entry("b", 0)));
    assertTrue(copy(Comparator.<Integer>naturalOrder()).compare(1, 2) < 0);
  }

  @Test
  void shouldCarryALambdaOfTheJdkThatHoldsAPlainObjectOfTheUser() {
    Box weights = new Box(Map.of("a", 2, "b", 1));
    Comparator<String> byWeight =
        Comparator.comparing(
            (Fun<String, Integer>) s -> (Integer) ((Map<?, ?>) weights.content).get(s));
    assertTrue(copy(byWeight).compare("a", "b") > 0);
  }

  @Test
  void shouldCarryALambdaInAFieldOfTheObjectItCaptured() throws Exception {
    SelfHolder holder = new SelfHolder();
    SelfHolder holderCopy = copy(holder);
    assertSame(holderCopy, holderCopy.self.call());
    SelfHolder seenByCall = copy(holder.self).call();
    assertSame(seenByCall, seenByCall.self.call());
    AtomicReference<Call<?>> loop = new AtomicReference<>();
    loop.set(() -> loop.get());
    Call<?> loopCopy = copy(loop.get());
    assertNotSame(loop.get(), loopCopy.call());
  }

  static class SelfHolder {
    final Call<SelfHolder> self = () -> this;
  }

  @Test
  void shouldCarryASharedLambdaOnce() {
    byte[] large = new byte[10_000];
    Call<Integer> call = () -> large.length;
    ObjectCodec codec = new ObjectCodec(LambdaTravelTest.class.getClassLoader());
    List<Call<Integer>> list = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      list.add(call);
    }
    byte[] bytes = codec.toBytes(list);
    assertTrue(bytes.length < 11_000, () -> bytes.length + " bytes");
    List<?> copies = (List<?>) codec.fromBytes(bytes);
    assertSame(copies.get(0), copies.get(29));
  }

  @Test
  void shouldCarryProxies() {
    InvocationHandler handler = new Echo("p");
    Object proxy =
        Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {Comparable.class}, handler);
    Object proxyCopy = copy(proxy);
    assertInstanceOf(Comparable.class, proxyCopy);
    assertEquals("p", proxyCopy.toString());
  }

  static final class Echo implements InvocationHandler {
    private final String answer;

    Echo(String answer) {
      this.answer = answer;
    }

    @Override
    public Object invoke(Object proxy, java.lang.reflect.Method method, Object[] arguments) {
      return answer;
    }
  }

  @Test
  void shouldSayHowToMakeALambdaSerializable() {
    Function<Integer, Integer> plain = x -> x;
    String message = assertThrows(SerializationException.class, () -> copy(plain)).getMessage();
    assertTrue(message.contains("LambdaTravelTest"), message);
    assertTrue(message.contains("java.util.function.Function"), message);
    assertTrue(message.contains("& Serializable"), message);
    Box box = new Box(plain);
    SerializationException nested = assertThrows(SerializationException.class, () -> copy(box));
    assertEquals(List.of(Box.class.getName() + ".content"), nested.path());
  }

  @Test
  void shouldNameTheCapturedVariable() {
    int first = 1;
    Thread worker = Thread.currentThread();
    Call<Object> call = () -> first + worker.getName();
    SerializationException e = assertThrows(SerializationException.class, () -> copy(call));
    assertEquals(1, e.path().size());
    assertEquals(
        "captured argument 2 'worker' of the lambda in "
            + LambdaTravelTest.class.getName()
            + ".shouldNameTheCapturedVariable",
        e.path().get(0));
    assertEquals(Thread.class.getName(), e.typeName());
  }

  @Test
  void shouldNameTheCapturedVariableOfALambdaThatAlsoCapturedItsObject() {
    long wide = 1;
    Thread worker = Thread.currentThread();
    Call<Object> call = () -> field + wide + worker.getName();
    SerializationException e = assertThrows(SerializationException.class, () -> copy(call));
    assertTrue(
        e.path().get(0).startsWith("captured argument 2 'worker' of the lambda"), e.getMessage());
  }

  @Test
  void shouldNameThisWhenItsObjectCannotTravel() {
    WithThread object = new WithThread();
    SerializationException e =
        assertThrows(SerializationException.class, () -> copy(object.call()));
    assertEquals(
        List.of(
            "captured 'this' of the lambda in " + WithThread.class.getName() + ".call",
            WithThread.class.getName() + ".thread"),
        e.path());
  }

  static class WithThread {
    private final Thread thread = Thread.currentThread();

    Call<String> call() {
      return () -> thread.getName();
    }
  }
}

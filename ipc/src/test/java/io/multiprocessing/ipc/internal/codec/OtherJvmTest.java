package io.multiprocessing.ipc.internal.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.OutputStream;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@SuppressWarnings("serial") // lambdas that touch members are what is tested
class OtherJvmTest {
  private static final ObjectCodec CODEC = new ObjectCodec(OtherJvmTest.class.getClassLoader());

  private interface Call extends Callable<Object>, Serializable {}

  record Order(String id, Map<String, Integer> lines) {}

  /** Runs without a single flag: what works here needs no --add-opens. */
  private static Object callInAnotherJvm(Call call) throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process process =
        new ProcessBuilder(
                java, "-cp", System.getProperty("java.class.path"), CallMain.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      try (OutputStream stdin = process.getOutputStream()) {
        stdin.write(CODEC.toBytes(call));
      }
      byte[] answer = process.getInputStream().readAllBytes();
      assertEquals(true, process.waitFor(60, TimeUnit.SECONDS));
      return CODEC.fromBytes(answer);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void shouldRunALambdaThereAndBringItsResultBack() throws Exception {
    Order order = new Order("o1", Map.of("apple", 2));
    long here = ProcessHandle.current().pid();
    Object result =
        callInAnotherJvm(
            () ->
                List.of(
                    order,
                    order.lines().get("apple") + 1,
                    here == ProcessHandle.current().pid(),
                    new Order[] {order}[0]));
    assertEquals(List.of(order, 3, false, order), result);
  }

  @Test
  void shouldBringItsExceptionBack() throws Exception {
    Object result =
        callInAnotherJvm(
            () -> {
              throw new IllegalStateException("there", new Exception("cause"));
            });
    IllegalStateException e = assertInstanceOf(IllegalStateException.class, result);
    assertEquals("cause", e.getCause().getMessage());
    assertEquals(
        CallMain.class.getName(), e.getStackTrace()[e.getStackTrace().length - 1].getClassName());
  }
}

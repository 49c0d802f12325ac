package io.multiprocessing.examples.isolation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.multiprocessing.examples.CommandRun;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@SuppressWarnings("EnumOrdinal") // the items are the constants in their order
class IsolationTest {

  /** Long enough for a crash log to be written on a busy machine. */
  private static final String TASK_TIMEOUT_SECONDS = "15";

  @Test
  void shouldLoseTheBadItemsAndNothingElse() {
    CommandRun run = CommandRun.of("isolation", "--json", "--task-timeout", TASK_TIMEOUT_SECONDS);
    JsonObject report = run.json();
    Map<Mischief, String> expected = new EnumMap<>(Mischief.class);
    expected.put(Mischief.PRIMES, "9592");
    expected.put(Mischief.THROW, "TaskFailedException");
    expected.put(Mischief.LOOP, "TaskTimeoutException");
    expected.put(Mischief.SQUARES, "333333833333500000");
    expected.put(Mischief.EXIT, "WorkerCrashedException 3");
    expected.put(Mischief.HALT, "WorkerCrashedException 4");
    expected.put(Mischief.COLLATZ, "350");
    expected.put(Mischief.HEAP, "WorkerCrashedException 3");
    expected.put(Mischief.KILL, "WorkerCrashedException 137");
    expected.put(Mischief.REVERSE, "deliver");
    expected.put(Mischief.SEGFAULT, "WorkerCrashedException 1");
    expected.put(Mischief.STRAY, "TaskSerializationException");
    expected.put(Mischief.FACTORIAL, "2568");

    assertEquals(expected, cameBack(report));
    assertTrue(report.get("goodItemsRight").getAsBoolean());
    assertTrue(report.get("poolWorksAfterwards").getAsBoolean());
    assertEquals(ProcessHandle.current().pid(), report.get("parentPid").getAsLong());
    assertEquals(5, report.get("crashedWorkers").getAsLong());
    // the one that loops; besides, close() may find a replacement that has not come up yet
    assertTrue(report.get("killedWorkers").getAsLong() >= 1, report.toString());
    assertTrue(message(report, Mischief.THROW).contains("page 7 is damaged"));
    assertTrue(message(report, Mischief.HEAP).contains("out of memory"));
    assertTrue(message(report, Mischief.SEGFAULT).contains("SIGSEGV"));
    assertTrue(run.err().contains(" | # A fatal error has been detected"), run.err());
  }

  private static Map<Mischief, String> cameBack(JsonObject report) {
    Map<Mischief, String> back = new EnumMap<>(Mischief.class);
    List<JsonElement> items = report.get("runs").getAsJsonArray().asList();
    for (int i = 0; i < items.size(); i++) {
      JsonObject item = items.get(i).getAsJsonObject();
      String text = item.get(item.get("ok").getAsBoolean() ? "value" : "type").getAsString();
      String exitCode = item.has("exitCode") ? " " + item.get("exitCode").getAsInt() : "";
      back.put(Mischief.values()[i], text + exitCode);
    }
    return back;
  }

  private static String message(JsonObject report, Mischief mischief) {
    JsonElement item = report.get("runs").getAsJsonArray().get(mischief.ordinal());
    return item.getAsJsonObject().get("message").getAsString();
  }
}

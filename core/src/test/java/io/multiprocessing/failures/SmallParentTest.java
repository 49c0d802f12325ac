package io.multiprocessing.failures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.testing.ChildJvm;
import io.multiprocessing.testing.NothingLeftBehind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A result is larger than the heap of the parent. */
@ExtendWith(NothingLeftBehind.class)
class SmallParentTest {

  @Test
  void shouldFailOnlyTheItemWhoseResultDoesNotFitIntoTheParent() throws Exception {
    List<String> smallHeap = List.of("env", "JAVA_TOOL_OPTIONS=-Xmx48m");
    try (ChildJvm child = ChildJvm.startAfter(smallHeap, SmallParentMain.class)) {
      String message = child.awaitLine("message");
      assertTrue(message.contains("the result of item 4 of mapOutcomes from worker "), message);
      assertTrue(message.contains("could not be deserialized in the parent"), message);
      assertTrue(message.contains("java.lang.OutOfMemoryError: Java heap space"), message);
      assertEquals("4", child.awaitLine("item"));
      child.awaitLine("closed");
      assertEquals(0, child.awaitExit(KeptPool.SOON));
    }
  }
}

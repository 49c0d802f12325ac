package io.multiprocessing.internal.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.multiprocessing.SerializableBinaryOperator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReduceNodeTest {

  private static final SerializableBinaryOperator<Object> SHOW = (a, b) -> "(" + a + " " + b + ")";

  private static List<ReduceNode> combine(int first, int count) throws Exception {
    List<ReduceNode> nodes = new ArrayList<>();
    for (int i = first; i < first + count; i++) {
      ReduceNode.append(nodes, new ReduceNode(0, i, "" + i), SHOW);
    }
    return nodes;
  }

  @Test
  void shouldCombineAlongABinaryTree() throws Exception {
    assertEquals(
        List.of(
            new ReduceNode(2, 0, "((0 1) (2 3))"),
            new ReduceNode(1, 2, "(4 5)"),
            new ReduceNode(0, 6, "6")),
        combine(0, 7));
    assertEquals(List.of(new ReduceNode(0, 0, "0")), combine(0, 1));
    assertEquals(List.of(), combine(0, 0));
  }

  @Test
  void shouldNotCombineNeighboursThatAreNoSiblings() throws Exception {
    assertEquals(List.of(new ReduceNode(0, 1, "1"), new ReduceNode(0, 2, "2")), combine(1, 2));
    assertEquals(
        List.of(
            new ReduceNode(0, 3, "3"),
            new ReduceNode(2, 1, "((4 5) (6 7))"),
            new ReduceNode(0, 8, "8")),
        combine(3, 6));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 15, 16, 17, 100, 1_000})
  void shouldGiveTheSameTreeForEverySplitIntoChunks(int items) throws Exception {
    List<ReduceNode> expected = combine(0, items);
    Random random = new Random(items);
    for (int round = 0; round < 50; round++) {
      List<ReduceNode> parts = new ArrayList<>();
      for (int first = 0; first < items; ) {
        int count = Math.min(1 + random.nextInt(1 + items / 3), items - first);
        parts.addAll(combine(first, count));
        first += count;
      }
      Collections.shuffle(parts, random); // chunks arrive in any order
      parts.sort(Comparator.comparingLong(ReduceNode::firstItem));
      List<ReduceNode> merged = new ArrayList<>();
      for (ReduceNode part : parts) {
        ReduceNode.append(merged, part, SHOW);
      }
      assertEquals(expected, merged);
    }
  }

  @Test
  void shouldKnowItsFirstItemBeyondTwoBillion() {
    assertEquals(3L << 40, new ReduceNode(40, 3, null).firstItem());
  }

  @Test
  void shouldPassOnWhatTheCombinerThrows() {
    IllegalStateException failure = new IllegalStateException();
    SerializableBinaryOperator<Object> throwing =
        (a, b) -> {
          throw failure;
        };
    List<ReduceNode> nodes = new ArrayList<>(List.of(new ReduceNode(0, 0, "0")));
    assertSame(
        failure,
        assertThrows(
            IllegalStateException.class,
            () -> ReduceNode.append(nodes, new ReduceNode(0, 1, "1"), throwing)));
  }
}

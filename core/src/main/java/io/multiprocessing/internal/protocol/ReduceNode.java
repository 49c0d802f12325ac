package io.multiprocessing.internal.protocol;

import io.multiprocessing.SerializableBinaryOperator;
import java.util.List;

/**
 * Both sides: the combined results of the items {@code [index << level, (index + 1) << level)} of a
 * REDUCE job.
 *
 * <p>Results are combined along the binary tree over all item indices, whatever the chunks are: so
 * the shape of the combination, and with it the rounding of floating-point sums, depends on the
 * number of items alone.
 *
 * @param level height in the tree, 0 for a single item
 * @param index position within the level
 * @param value the combined result
 */
public record ReduceNode(int level, long index, Object value) {

  /**
   * Returns the index of the first item.
   *
   * @return the index
   */
  public long firstItem() {
    return index << level;
  }

  /**
   * Appends a node to a list of neighbouring nodes and combines the last two as long as they are
   * siblings.
   *
   * @param nodes nodes in the order of their items, each ending where the next one begins
   * @param node the node after the last one
   * @param combiner combines two values
   * @throws Exception what the combiner threw
   */
  public static void append(
      List<ReduceNode> nodes, ReduceNode node, SerializableBinaryOperator<Object> combiner)
      throws Exception {
    ReduceNode right = node;
    while (!nodes.isEmpty()) {
      ReduceNode left = nodes.get(nodes.size() - 1);
      if (left.level != right.level || left.index % 2 != 0 || left.index + 1 != right.index) {
        break;
      }
      nodes.remove(nodes.size() - 1);
      right =
          new ReduceNode(left.level + 1, left.index / 2, combiner.apply(left.value, right.value));
    }
    nodes.add(right);
  }
}

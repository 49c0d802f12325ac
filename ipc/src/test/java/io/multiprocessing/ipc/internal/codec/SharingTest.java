package io.multiprocessing.ipc.internal.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.ipc.SerializationException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SharingTest {
  private static final ObjectCodec CODEC = new ObjectCodec(SharingTest.class.getClassLoader());

  @SuppressWarnings("unchecked")
  private static <T> T copy(T value) {
    return (T) CODEC.fromBytes(CODEC.toBytes(value));
  }

  static class Node {
    Object next;
    List<Node> children = new ArrayList<>();
    List<Node> view = Collections.unmodifiableList(children);
    Node parent;
  }

  record Wrapper(Object content) {}

  @Test
  void shouldKeepACycleOfPlainObjects() {
    Node a = new Node();
    Node b = new Node();
    a.next = b;
    b.next = a;
    Node copy = copy(a);
    assertSame(copy, ((Node) copy.next).next);
  }

  @Test
  void shouldKeepSharedObjectsShared() {
    Object shared = new Object();
    int[] array = {1};
    Object[] copy = copy(new Object[] {shared, array, "s", shared, array, new Wrapper(shared)});
    assertSame(copy[0], copy[3]);
    assertSame(copy[1], copy[4]);
    assertSame(copy[0], ((Wrapper) copy[5]).content);
  }

  @Test
  void shouldKeepContainersThatContainThemselves() {
    Object[] array = {null};
    array[0] = array;
    Object[] arrayCopy = copy(array);
    assertSame(arrayCopy, arrayCopy[0]);
    List<Object> list = new ArrayList<>();
    list.add(list);
    List<Object> listCopy = copy(list);
    assertSame(listCopy, listCopy.get(0));
    AtomicReference<Object> reference = new AtomicReference<>();
    reference.set(reference);
    AtomicReference<Object> referenceCopy = copy(reference);
    assertSame(referenceCopy, referenceCopy.get());
  }

  @Test
  void shouldKeepATreeWhoseNodesHaveUnmodifiableViews() {
    Node root = new Node();
    Node child = new Node();
    child.parent = root;
    root.children.add(child);
    Node copy = copy(root);
    assertSame(copy, copy.view.get(0).parent);
    // entered through the view, which is complete only after its parts
    List<Node> viewCopy = copy(root.view);
    assertSame(viewCopy.get(0), viewCopy.get(0).parent.children.get(0));
    assertSame(viewCopy.get(0), viewCopy.get(0).parent.view.get(0));
  }

  @Test
  void shouldKeepARecordInACycleWithAMutableObject() {
    Node node = new Node();
    Wrapper wrapper = new Wrapper(node);
    node.next = wrapper;
    Node nodeCopy = copy(node);
    assertSame(nodeCopy, ((Wrapper) nodeCopy.next).content);
    Wrapper wrapperCopy = copy(wrapper);
    Node inside = (Node) wrapperCopy.content;
    assertSame(inside, ((Wrapper) inside.next).content);
  }

  @Test
  void shouldKeepAnImmutableListInACycle() {
    Node node = new Node();
    List<Node> list = List.of(node);
    node.next = list;
    List<Node> copy = copy(list);
    assertSame(copy.get(0), ((List<?>) copy.get(0).next).get(0));
  }

  static class Ring extends ArrayList<Object> {
    private static final long serialVersionUID = 1L;
    transient int ignored;
  }

  @Test
  void shouldRefuseACycleThroughAMutableObjectOfJavaSerialization() {
    Ring ring = new Ring();
    Node node = new Node(); // not Serializable, so it leaves the Java stream and leads back to it
    node.next = ring;
    ring.add(node);
    SerializationException e =
        assertThrows(SerializationException.class, () -> CODEC.toBytes(ring));
    assertTrue(e.getMessage().contains("cycle"), e.getMessage());
    assertTrue(e.getMessage().contains(Ring.class.getName()), e.getMessage());
    assertEquals(1, copy(1));
  }

  @Test
  void shouldNotWriteADagOfRecordsAgainAndAgain() {
    Object dag = new Wrapper(null);
    for (int i = 0; i < 40; i++) {
      dag = new Wrapper(List.of(dag, dag));
    }
    byte[] bytes = CODEC.toBytes(dag);
    assertTrue(bytes.length < 1000, () -> bytes.length + " bytes");
    Wrapper copy = (Wrapper) CODEC.fromBytes(bytes);
    assertSame(((List<?>) copy.content).get(0), ((List<?>) copy.content).get(1));
  }

  static final class Keyed {
    Keyed other;
    String key;
    Set<Keyed> group;

    @Override
    public boolean equals(Object o) {
      return o instanceof Keyed k && k.key.equals(key);
    }

    @Override
    public int hashCode() {
      return key.hashCode();
    }
  }

  @Test
  void shouldKeepAHashSetWhoseElementsHoldIt() {
    Keyed a = new Keyed();
    a.key = "a";
    a.group = new HashSet<>();
    a.group.add(a);
    Set<Keyed> copy = copy(a.group);
    assertSame(copy, copy.iterator().next().group);
    assertTrue(copy.contains(copy.iterator().next()));
  }

  @Test
  void shouldForgetEverythingBetweenTwoMessages() {
    Object shared = new Object();
    assertNotSame(copy(Map.of("k", shared)).get("k"), copy(Map.of("k", shared)).get("k"));
  }
}

package io.multiprocessing.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.ipc.internal.codec.ObjectCodec;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectInputStream;
import java.io.ObjectOutput;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Code of the user that overflows the stack is not mistaken for objects nested too deep. */
class UserRecursionTest {

  private static final int DEEP = 100_000;

  private final ObjectCodec codec = new ObjectCodec(UserRecursionTest.class.getClassLoader());

  @AfterEach
  void goOn() {
    Serializers.unregister(Leaf.class);
    Serializers.unregister(Link.class);
    assertEquals(7, ((Leaf) codec.fromBytes(codec.toBytes(new Leaf(7)))).number);
  }

  static final class Leaf {
    private final int number;

    Leaf(int number) {
      this.number = number;
    }
  }

  static final class Tree {
    @SuppressWarnings("UnusedVariable") // travels
    private final List<Leaf> leaves = List.of(new Leaf(1));
  }

  static final class Link {
    private Link next;
  }

  private static final class Lost {
    static int walk(int step) {
      return step < 0 ? 0 : 1 + walk(step == 9 ? 0 : step + 1);
    }

    static void write(ObjectOutput out, int step) throws IOException {
      out.writeInt(step);
      if (step >= 0) {
        write(out, step == 9 ? 0 : step + 1);
      }
    }
  }

  private static final class LostInWrite implements Serializer<Leaf> {
    @Override
    public void write(Leaf leaf, ObjectOutput out) throws IOException {
      out.writeInt(Lost.walk(leaf.number));
    }

    @Override
    public Leaf read(ObjectInput in) throws IOException {
      return new Leaf(in.readInt());
    }
  }

  private static final class LostWhileItWrites implements Serializer<Leaf> {
    @Override
    public void write(Leaf leaf, ObjectOutput out) throws IOException {
      Lost.write(out, leaf.number);
    }

    @Override
    public Leaf read(ObjectInput in) throws IOException {
      return new Leaf(in.readInt());
    }
  }

  private static final class LostInRead implements Serializer<Leaf> {
    @Override
    public void write(Leaf leaf, ObjectOutput out) throws IOException {
      out.writeInt(leaf.number);
    }

    @Override
    public Leaf read(ObjectInput in) throws IOException {
      return new Leaf(Lost.walk(in.readInt()));
    }
  }

  private static final class OneByOne implements Serializer<Link> {
    @Override
    public void write(Link link, ObjectOutput out) throws IOException {
      out.writeObject(link.next);
    }

    @Override
    public Link read(ObjectInput in) throws IOException, ClassNotFoundException {
      Link link = new Link();
      link.next = (Link) in.readObject();
      return link;
    }
  }

  static final class HookedWrite implements Serializable {
    private static final long serialVersionUID = 1;

    private void writeObject(ObjectOutputStream out) throws IOException {
      out.writeInt(Lost.walk(0));
    }
  }

  static final class HookedRead implements Serializable {
    private static final long serialVersionUID = 1;

    private void writeObject(ObjectOutputStream out) throws IOException {
      out.writeInt(0);
    }

    private void readObject(ObjectInputStream in) throws IOException {
      Lost.walk(in.readInt());
    }
  }

  static final class HookedLink implements Serializable {
    private static final long serialVersionUID = 1;

    @SuppressWarnings("UnusedVariable") // travels
    private HookedLink next;

    private void writeObject(ObjectOutputStream out) throws IOException {
      out.defaultWriteObject();
    }
  }

  private static void assertSays(SerializationException e, String... words) {
    for (String word : words) {
      assertTrue(e.getMessage().contains(word), () -> word + " is not in: " + e.getMessage());
    }
    assertFalse(e.getMessage().contains("too deep"), e::getMessage);
  }

  private SerializationException refusal(Object value) {
    return assertThrows(SerializationException.class, () -> codec.toBytes(value));
  }

  @Test
  void shouldNameSerializerMethodAndPathWhenASerializerCallsItselfInWriting() {
    Serializers.register(Leaf.class, new LostInWrite());
    SerializationException e = refusal(new Tree());
    assertSays(e, "Leaf was not written by its serializer", "LostInWrite", "Lost.walk(", "-Xss");
    assertEquals(Leaf.class.getName(), e.typeName());
    assertEquals(List.of(Tree.class.getName() + ".leaves", "[0]"), e.path());
    assertTrue(e.getCause().getStackTrace().length < 100, "a thousand frames say no more");
  }

  @Test
  void shouldNotBeMistakenWhenEveryCallWrites() {
    Serializers.register(Leaf.class, new LostWhileItWrites());
    assertSays(refusal(new Tree()), "LostWhileItWrites", "Lost.write(");
  }

  @Test
  void shouldNameSerializerMethodAndPathWhenASerializerCallsItselfInReading() {
    Serializers.register(Leaf.class, new LostInRead());
    byte[] bytes = codec.toBytes(new Tree());
    SerializationException e =
        assertThrows(SerializationException.class, () -> codec.fromBytes(bytes));
    assertSays(e, "was not read by its serializer", "LostInRead", "Lost.walk(", "Tree.leaves");
  }

  @Test
  void shouldNameClassAndMethodWhenAHookCallsItself() {
    SerializationException e = refusal(List.of(new HookedWrite()));
    assertSays(e, "HookedWrite failed in its Java serialization", "Lost.walk(", "[0]");
    byte[] bytes = codec.toBytes(List.of(new HookedRead()));
    e = assertThrows(SerializationException.class, () -> codec.fromBytes(bytes));
    assertSays(e, "failed in its Java deserialization", "Lost.walk(", "[0]");
  }

  @Test
  void shouldSayOfAChainThatItIsTooDeepThoughASerializerOrAHookGoesAlongIt() {
    Serializers.register(Link.class, new OneByOne());
    Link links = null;
    HookedLink hooked = null;
    for (int i = 0; i < DEEP; i++) {
      Link link = new Link();
      link.next = links;
      links = link;
      HookedLink hook = new HookedLink();
      hook.next = hooked;
      hooked = hook;
    }
    assertTrue(refusal(links).getMessage().contains("Link is nested too deep"));
    assertTrue(refusal(hooked).getMessage().contains("HookedLink is nested too deep"));
  }
}

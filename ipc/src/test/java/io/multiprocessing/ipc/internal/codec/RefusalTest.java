package io.multiprocessing.ipc.internal.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.esotericsoftware.kryo.io.KryoBufferOverflowException;
import com.esotericsoftware.kryo.io.Output;
import io.multiprocessing.ipc.SerializationException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.Serializable;
import java.io.StringReader;
import java.io.StringWriter;
import java.lang.ref.WeakReference;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.TimerTask;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RefusalTest {
  private final ObjectCodec codec = new ObjectCodec(RefusalTest.class.getClassLoader());

  static final class Job {
    Client client = new Client();
  }

  static class Client {
    Object resource;
  }

  static class MyStream extends InputStream implements Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public int read() {
      return -1;
    }
  }

  static class MyTimerTask extends TimerTask {
    @Override
    public void run() {}
  }

  static class SelfMade extends AbstractList<String> {
    private final String[] words;

    SelfMade(String... words) {
      this.words = words;
    }

    @Override
    public String get(int i) {
      return words[i];
    }

    @Override
    public int size() {
      return words.length;
    }
  }

  @AfterEach
  void shouldBeUsableAfterwards() {
    assertEquals(List.of("fine", 1), codec.fromBytes(codec.toBytes(List.of("fine", 1))));
  }

  private SerializationException refusal(Object value) {
    return assertThrows(
        SerializationException.class, () -> codec.toBytes(value), () -> String.valueOf(value));
  }

  @Test
  void shouldNameTheFieldThatHoldsWhatCannotTravel() {
    Job job = new Job();
    job.client.resource = new Socket();
    SerializationException e = refusal(job);
    assertEquals("java.net.Socket", e.typeName());
    assertEquals(
        List.of(Job.class.getName() + ".client", Client.class.getName() + ".resource"), e.path());
    String path =
        Job.class.getName()
            + ".client -> "
            + Client.class.getName()
            + ".resource -> java.net.Socket";
    assertTrue(e.getMessage().contains(path), e.getMessage());
    assertTrue(e.getMessage().contains("transient"), e.getMessage());
  }

  @Test
  void shouldNameElementsOfContainers() {
    Thread thread = Thread.currentThread();
    assertEquals(List.of("[1]"), refusal(new ArrayList<>(List.of(1, thread))).path());
    assertEquals(List.of("[0]", "[1]"), refusal(new Object[][] {{1, thread}}).path());
    assertEquals(List.of("values", "[0]"), refusal(new HashMap<>(Map.of("k", thread))).path());
    assertEquals(List.of("value"), refusal(Map.entry("k", thread)).path());
    assertEquals(List.of(), refusal(thread).path());
  }

  static final class Queue extends ArrayList<Object> {
    private static final long serialVersionUID = 1L;
  }

  @Test
  void shouldRefuseResourcesInsideAJavaStream() {
    Queue queue = new Queue();
    queue.add(1);
    queue.add(new MyStream()); // Serializable, but what would it read over there?
    assertEquals(List.of("[1]"), refusal(queue).path());
  }

  static final class BadList extends AbstractList<String> {
    @Override
    public String get(int i) {
      throw new IllegalStateException("bad");
    }

    @Override
    public int size() {
      return 1;
    }
  }

  @Test
  void shouldGiveThePathToWhateverElseFails() {
    Client holder = new Client();
    holder.resource = new BadList().subList(0, 1);
    SerializationException e = refusal(holder);
    assertEquals(List.of(Client.class.getName() + ".resource"), e.path());
    assertEquals("bad", e.getCause().getMessage());
  }

  @Test
  void shouldShortenALongPath() {
    Client first = new Client();
    Client last = first;
    for (int i = 0; i < 100; i++) {
      Client next = new Client();
      last.resource = next;
      last = next;
    }
    last.resource = Thread.currentThread();
    SerializationException e = refusal(first);
    assertEquals(101, e.path().size());
    assertTrue(e.getMessage().length() < 2000, e.getMessage());
  }

  @Test
  void shouldRefuseWhateverHoldsTheJvmOrTheOperatingSystem(@TempDir Path folder) throws Exception {
    try (FileChannel channel =
            FileChannel.open(
                folder.resolve("f"),
                java.nio.file.StandardOpenOption.CREATE,
                java.nio.file.StandardOpenOption.WRITE);
        Socket socket = new Socket();
        ServerSocket server = new ServerSocket();
        Stream<Integer> stream = Stream.of(1);
        Scanner scanner = new Scanner("x")) {
      Executor executor = Runnable::run;
      for (Object resource :
          List.of(
              Thread.currentThread(),
              getClass().getClassLoader(),
              ProcessHandle.current(),
              new ByteArrayInputStream(new byte[1]),
              new ByteArrayOutputStream(),
              new StringReader(""),
              new StringWriter(),
              System.out,
              channel,
              socket,
              server,
              stream,
              scanner,
              executor,
              new ThreadLocal<>(),
              new WeakReference<>(""),
              ByteBuffer.allocate(1),
              FileSystems.getDefault(),
              new CompletableFuture<>(),
              new CountDownLatch(1),
              new MyStream(),
              new MyTimerTask(),
              List.of(1).iterator(),
              Object.class.getMethod("toString"),
              Runtime.getRuntime())) {
        Client holder = new Client();
        holder.resource = resource;
        SerializationException e = refusal(holder);
        assertEquals(List.of(Client.class.getName() + ".resource"), e.path(), e::getMessage);
      }
    }
  }

  @Test
  void shouldNotMistakeAPlainListOfTheUserForAResource() {
    Object copy = codec.fromBytes(codec.toBytes(new SelfMade("a", "b")));
    assertEquals(List.of("a", "b"), copy);
    assertEquals(SelfMade.class, copy.getClass());
  }

  @Test
  void shouldTellAFullBufferFromAnObjectThatCannotTravel() {
    Output small = new Output(16);
    codec.write(small, "abc");
    int position = small.position();
    assertThrows(
        KryoBufferOverflowException.class, () -> codec.write(small, new Client[] {new Client()}));
    assertEquals(position, small.position());
    assertThrows(SerializationException.class, () -> codec.write(small, Thread.currentThread()));
    assertEquals(position, small.position());
  }

  static final class Chain {
    Chain next;
    int number;
  }

  private static Chain chain(int length) {
    Chain head = null;
    for (int i = 0; i < length; i++) {
      Chain node = new Chain();
      node.next = head;
      node.number = i;
      head = node;
    }
    return head;
  }

  @Test
  void shouldSayThatAChainIsTooDeep() {
    for (int round = 0; round < 3; round++) {
      SerializationException e = refusal(chain(100_000));
      assertTrue(e.getMessage().contains("too deep"), e.getMessage());
      assertEquals(Chain.class.getName(), e.typeName());
      assertEquals(99, ((Chain) codec.fromBytes(codec.toBytes(chain(100)))).number);
    }
  }

  @Test
  void shouldSayThatAChainIsTooDeepToBeRead() throws Exception {
    // written on a large stack, read on a small one
    byte[][] bytes = new byte[1][];
    Thread large =
        new Thread(null, () -> bytes[0] = codec.toBytes(chain(100_000)), "large stack", 1L << 30);
    large.start();
    large.join();
    SerializationException e =
        assertThrows(SerializationException.class, () -> codec.fromBytes(bytes[0]));
    assertTrue(e.getMessage().contains("too deep"), e.getMessage());
    assertEquals(Chain.class.getName(), e.typeName());
  }

  @Test
  void shouldNameAClassThatIsMissingOnTheOtherSide() {
    byte[] bytes = codec.toBytes(new Job());
    ObjectCodec elsewhere = new ObjectCodec(ClassLoader.getPlatformClassLoader());
    SerializationException e =
        assertThrows(SerializationException.class, () -> elsewhere.fromBytes(bytes));
    assertEquals(Job.class.getName(), e.typeName());
    assertTrue(e.getMessage().contains("class path"), e.getMessage());
    byte[] failure = codec.toBytes(new MyFailure());
    e = assertThrows(SerializationException.class, () -> elsewhere.fromBytes(failure));
    assertEquals(MyFailure.class.getName(), e.typeName());
  }

  static final class MyFailure extends Exception {
    private static final long serialVersionUID = 1L;
  }

  @Test
  void shouldSurviveItsOwnException() {
    SerializationException sent = refusal(List.of(Thread.currentThread()));
    SerializationException received = (SerializationException) codec.fromBytes(codec.toBytes(sent));
    assertEquals(sent.getMessage(), received.getMessage());
    assertEquals(sent.path(), received.path());
    assertNull(new SerializationException("m", null).typeName());
  }
}

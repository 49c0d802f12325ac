package io.multiprocessing.travel;

import io.multiprocessing.Outcome;
import io.multiprocessing.Pool;
import io.multiprocessing.SerializableCallable;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;

/**
 * Graphs of objects that a number determines: with shared parts, cycles, and all kinds of nodes.
 */
final class RandomGraphs {

  private static final int MOST_NODES = 40;

  private final Random random;
  private final List<Object> nodes = new ArrayList<>(); // that others may refer to
  private final List<Object> changeable = new ArrayList<>(); // that may refer to later ones

  private RandomGraphs(long seed) {
    random = new Random(seed);
  }

  /** A graph and its number. */
  private record Numbered(long seed, Object graph) {}

  /** Sends graphs through a pool; returns those that were others there, or when they came back. */
  static List<String> sendAll(Pool pool, long firstSeed, int count) {
    List<Numbered> graphs =
        LongStream.range(firstSeed, firstSeed + count)
            .mapToObj(seed -> new Numbered(seed, of(seed)))
            .toList();
    List<Outcome<Object>> outcomes =
        pool.mapOutcomes(
            numbered -> {
              String expected = Look.at(of(numbered.seed()));
              String received = Look.at(numbered.graph());
              if (!expected.equals(received)) {
                throw new IllegalStateException("expected " + expected + ", received " + received);
              }
              return numbered.graph();
            },
            graphs);
    List<String> findings = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String finding = finding(graphs.get(i), outcomes.get(i));
      if (!finding.isEmpty() && findings.size() < 3) {
        findings.add("seed " + graphs.get(i).seed() + ": " + finding);
      }
    }
    return findings;
  }

  private static String finding(Numbered sent, Outcome<Object> outcome) {
    if (!outcome.isSuccess()) {
      return outcome.toString();
    }
    String expected = Look.at(sent.graph());
    String back = Look.at(outcome.get());
    return expected.equals(back) ? "" : "sent " + expected + ", came back " + back;
  }

  static Object of(long seed) {
    return new RandomGraphs(seed).graph();
  }

  private Object graph() {
    int count = 1 + random.nextInt(MOST_NODES);
    for (int i = 0; i < count; i++) {
      nodes.add(node());
    }
    for (Object each : changeable) {
      if (random.nextInt(3) == 0) {
        close(each, any());
      }
    }
    return nodes.get(nodes.size() - 1);
  }

  /** Something known, or something small and new. */
  private Object any() {
    return !nodes.isEmpty() && random.nextInt(4) > 0
        ? nodes.get(random.nextInt(nodes.size()))
        : leaf();
  }

  private Object leaf() {
    return switch (random.nextInt(12)) {
      case 0 -> null;
      case 1 -> random.nextInt();
      case 2 -> random.nextLong();
      case 3 -> random.nextGaussian();
      case 4 -> text();
      case 5 -> color();
      case 6 -> random.nextBoolean() ? Values.Operation.PLUS : Values.Operation.MINUS;
      case 7 -> LocalDate.ofEpochDay(random.nextInt(100_000));
      case 8 -> random.ints(random.nextInt(5)).toArray();
      case 9 -> new Values.Point(random.nextInt(), random.nextDouble());
      case 10 -> (char) random.nextInt(0x10000);
      default -> random.nextBoolean();
    };
  }

  private Values.Color color() {
    return random.nextBoolean() ? Values.Color.RED : Values.Color.GREEN;
  }

  private String text() {
    char[] characters = new char[random.nextInt(10)];
    for (int i = 0; i < characters.length; i++) {
      characters[i] = (char) random.nextInt(random.nextBoolean() ? 0x80 : 0x10000);
    }
    return new String(characters);
  }

  private Object node() {
    return switch (random.nextInt(16)) {
      case 0, 1 -> changeable(newNode());
      case 2 -> changeable(new ArrayList<>(several()));
      case 3 -> changeable(several().toArray());
      case 4 -> changeable(named(new HashMap<>()));
      case 5 -> named(new LinkedHashMap<>());
      case 6 -> named(new TreeMap<>());
      case 7 -> new Values.Pair<>(any(), any());
      case 8 -> new Values.Circle(new Values.Point(1, 2), random.nextDouble());
      case 9 -> Collections.unmodifiableList(several());
      case 10 -> Optional.ofNullable(any());
      case 11 -> several().stream().toList();
      case 12 -> changeable(new AtomicReference<>(any()));
      case 13 -> captured(any(), random.nextInt());
      case 14 -> byColor();
      default -> random.nextBoolean() ? Arrays.asList(any(), any()) : withoutNulls();
    };
  }

  private Object changeable(Object node) {
    changeable.add(node);
    return node;
  }

  private List<Object> several() {
    List<Object> several = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      several.add(any());
    }
    return several;
  }

  private ArrayDeque<Object> withoutNulls() {
    ArrayDeque<Object> queue = new ArrayDeque<>();
    several().stream().filter(each -> each != null).forEach(queue::add);
    return queue;
  }

  private Map<String, Object> named(Map<String, Object> map) {
    for (Object each : several()) {
      map.put(text(), each);
    }
    return map;
  }

  private Map<Values.Color, Object> byColor() {
    Map<Values.Color, Object> map = new EnumMap<>(Values.Color.class);
    map.put(color(), any());
    return map;
  }

  private Values.Node newNode() {
    Values.Node node = new Values.Node();
    node.value = any();
    node.children.addAll(
        nodes.stream()
            .filter(Values.Node.class::isInstance)
            .limit(2)
            .map(Values.Node.class::cast)
            .toList());
    return node;
  }

  private static SerializableCallable<Object> captured(Object value, int number) {
    return () -> Arrays.asList(value, number);
  }

  /** Makes a cycle, perhaps. */
  @SuppressWarnings("unchecked") // each is as it was made above
  private static void close(Object node, Object value) {
    if (node instanceof Values.Node plain) {
      plain.value = value;
    } else if (node instanceof List<?> list) {
      ((List<Object>) list).add(value);
    } else if (node instanceof Map<?, ?> map) {
      ((Map<String, Object>) map).put("closed", value);
    } else if (node instanceof AtomicReference<?> reference) {
      ((AtomicReference<Object>) reference).set(value);
    } else if (((Object[]) node).length > 0) {
      ((Object[]) node)[0] = value;
    }
  }
}

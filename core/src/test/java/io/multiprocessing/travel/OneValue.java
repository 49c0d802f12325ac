package io.multiprocessing.travel;

import io.multiprocessing.Outcome;
import io.multiprocessing.Pool;
import io.multiprocessing.SerializableCallable;
import io.multiprocessing.TaskOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A value of {@link Values} on its way through a worker.
 *
 * @param name what it is
 * @param value itself, or something that it is in
 */
record OneValue(String name, Object value) {

  private static Map<String, Object> ofThisJvm;

  /**
   * What a worker says of it, and sends back.
   *
   * @param received how it looked there
   * @param made how the worker's own looks
   * @param sentBack the value
   */
  private record Answer(String received, String made, Object sentBack) {}

  /** What a value may be part of. */
  private record Box(Object component) {}

  private static Object inEverything(Object value) {
    SerializableCallable<Object> captured = () -> value;
    Values.Node holder = new Values.Node();
    holder.value = value;
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("k", value);
    List<Object> list = new ArrayList<>();
    list.add(value);
    return new Object[] {
      value, holder, new Box(value), Optional.ofNullable(value), map, list, captured
    };
  }

  private static Object made(String name, boolean inEverything) {
    if (ofThisJvm == null) {
      ofThisJvm = Values.all();
    }
    Object value = ofThisJvm.get(name);
    return inEverything ? inEverything(value) : value;
  }

  /** Sends all values through a pool; returns what went wrong with each, "" if all was right. */
  static Map<String, String> sendAll(Pool pool, boolean inEverything) {
    Map<String, Object> values = Values.all();
    List<OneValue> items = new ArrayList<>();
    values.forEach(
        (name, value) -> items.add(new OneValue(name, inEverything ? inEverything(value) : value)));
    List<Outcome<Answer>> outcomes =
        pool.mapOutcomes(
            item ->
                new Answer(
                    Look.at(item.value()), Look.at(made(item.name(), inEverything)), item.value()),
            items,
            TaskOptions.defaults().chunkSize(20));
    Map<String, String> findings = new LinkedHashMap<>();
    for (int i = 0; i < items.size(); i++) {
      findings.put(items.get(i).name(), finding(items.get(i).value(), outcomes.get(i)));
    }
    return findings;
  }

  private static String finding(Object sent, Outcome<Answer> outcome) {
    if (!outcome.isSuccess()) {
      return outcome.toString();
    }
    String expected = Look.at(sent);
    Answer answer = outcome.get();
    if (!expected.equals(answer.made())) {
      return "the worker makes another value: " + difference(expected, answer.made());
    }
    if (!expected.equals(answer.received())) {
      return "the worker received another value: " + difference(expected, answer.received());
    }
    String back = Look.at(answer.sentBack());
    return expected.equals(back) ? "" : "another value came back: " + difference(expected, back);
  }

  private static String difference(String expected, String actual) {
    int at = 0;
    while (at < Math.min(expected.length(), actual.length())
        && expected.charAt(at) == actual.charAt(at)) {
      at++;
    }
    int from = Math.max(0, at - 60);
    return "expected …"
        + expected.substring(from, Math.min(expected.length(), at + 100))
        + "… but it is …"
        + actual.substring(from, Math.min(actual.length(), at + 100));
  }
}

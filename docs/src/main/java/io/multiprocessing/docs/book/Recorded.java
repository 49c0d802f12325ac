package io.multiprocessing.docs.book;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What an example has reported, and where.
 *
 * @param command what was typed, but for {@code --json}
 * @param machine processor, memory and system
 * @param cores how many the JVM could use
 * @param jdk the JDK that ran it
 * @param date the day
 * @param othersCores how many cores others kept busy just before
 * @param seconds how long the command took, start, warm-up and checks included
 * @param report the object that the example has printed
 */
record Recorded(
    String command,
    String machine,
    int cores,
    String jdk,
    String date,
    double othersCores,
    double seconds,
    JsonObject report) {

  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  private static final double QUIET = 0.25;

  static Path file(Path docs, Recording recording) {
    return docs.resolve("results").resolve(recording + ".json");
  }

  static Recorded read(Path docs, Recording recording) throws IOException {
    return GSON.fromJson(Files.readString(file(docs, recording)), Recorded.class);
  }

  void write(Path docs, Recording recording) throws IOException {
    Path file = file(docs, recording);
    Files.createDirectories(file.getParent());
    Files.writeString(file, GSON.toJson(this) + "\n");
  }

  /**
   * Tells whether a claim about times holds. Of times taken on a machine that had other things to
   * do, none is asked.
   */
  boolean bearsOut(boolean claim) {
    return claim || othersCores > QUIET;
  }

  /** Returns the report as a record whose components are some of its fields. */
  <T> T report(Class<T> type) {
    requireComponents(type, report);
    return GSON.fromJson(report, type);
  }

  /** A number that is not there would be 0, and stand on the page as one. */
  private void requireComponents(Class<?> type, JsonObject json) {
    for (RecordComponent component : type.getRecordComponents()) {
      JsonElement value = json.get(component.getName());
      if (value == null && (component.getType().isPrimitive() || isMany(component))) {
        throw new IllegalStateException(command + " reports no " + component);
      }
      if (component.getGenericType() instanceof ParameterizedType many
          && many.getActualTypeArguments()[0] instanceof Class<?> element
          && element.isRecord()) {
        value.getAsJsonArray().forEach(row -> requireComponents(element, row.getAsJsonObject()));
      }
    }
  }

  private static boolean isMany(RecordComponent component) {
    return component.getType() == List.class || component.getType() == Map.class;
  }
}

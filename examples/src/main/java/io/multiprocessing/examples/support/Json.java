package io.multiprocessing.examples.support;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSerializer;

/** Writes the results of an example as one line of JSON. */
public final class Json {

  private static final JsonSerializer<Enum<?>> NAME_AS_IN_OPTIONS =
      (value, type, context) -> new JsonPrimitive(value.toString());

  private static final Gson GSON =
      new GsonBuilder()
          .disableHtmlEscaping()
          .registerTypeHierarchyAdapter(Enum.class, NAME_AS_IN_OPTIONS)
          .create();

  private Json() {}

  /** Returns the line; records become objects, with their components in order. */
  public static String line(Object results) {
    return GSON.toJson(results);
  }
}

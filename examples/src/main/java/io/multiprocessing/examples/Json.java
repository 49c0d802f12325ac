package io.multiprocessing.examples;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;

/** Writes the results of an example as one line of JSON. */
final class Json {

  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  private Json() {}

  /** Returns the line; records become objects, with their components in order. */
  static String line(Object results) {
    return GSON.toJson(results);
  }
}

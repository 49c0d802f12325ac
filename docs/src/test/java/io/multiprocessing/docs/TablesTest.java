package io.multiprocessing.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.PoolBuilder;
import io.multiprocessing.TaskOptions;
import io.multiprocessing.internal.protocol.WorkerLayout;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands in tables is complete, and what is linked is there. */
class TablesTest {

  private static final Path ROOT = Path.of("..");

  @ParameterizedTest
  @ValueSource(classes = {PoolBuilder.class, TaskOptions.class})
  void shouldListEveryOption(Class<?> type) throws IOException {
    Pattern row =
        Pattern.compile("(?m)^\\| `(\\w+)\\(.*?\\)` \\| `" + type.getSimpleName() + "` \\|");
    assertEquals(options(type), found(row, Files.readString(ROOT.resolve("README.md"))));
  }

  private static Set<String> options(Class<?> type) {
    return Stream.of(type.getMethods())
        .filter(method -> !Modifier.isStatic(method.getModifiers()))
        .filter(method -> method.getReturnType() == type)
        .map(Method::getName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void shouldListEveryWordOfTheControlFile() throws Exception {
    Set<String> offsets = new TreeSet<>();
    for (Field field : WorkerLayout.class.getFields()) {
      if (field.getName().endsWith("_OFFSET")) {
        offsets.add(field.get(null).toString());
      }
    }
    Pattern row = Pattern.compile("(?m)^\\| ([0-9]+) \\|");
    assertEquals(offsets, found(row, Files.readString(Path.of("60-internals.md"))));
  }

  private static Set<String> found(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void shouldLinkToFilesThatExist() throws IOException {
    Pattern link = Pattern.compile("\\]\\((?!http)([^)#]+)");
    List<Path> files = Markdown.all().stream().map(Markdown::file).collect(Collectors.toList());
    files.add(ROOT.resolve("CONTRIBUTING.md"));
    for (Path file : files) {
      Path folder = file.toAbsolutePath().getParent();
      for (String target : found(link, Files.readString(file))) {
        assertTrue(Files.exists(folder.resolve(target)), () -> file + ": no " + target);
      }
    }
  }

  @Test
  void shouldNameFilesToReadThatExist() throws IOException {
    String text = Files.readString(ROOT.resolve("CONTRIBUTING.md"));
    Set<String> files = found(Pattern.compile("`((?:core|ipc)/[^`]*\\.java)`"), text);
    assertTrue(files.size() >= 7, () -> "the reading order names " + files);
    for (String file : files) {
      assertTrue(Files.exists(ROOT.resolve(file)), () -> "no " + file);
    }
  }
}

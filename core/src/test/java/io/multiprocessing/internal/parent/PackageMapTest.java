package io.multiprocessing.internal.parent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds the map of this package, in its comment, against its classes. */
class PackageMapTest {

  private static final Path MAP =
      Path.of("src/main/java/io/multiprocessing/internal/parent/package-info.java");
  private static final Pattern NAME = Pattern.compile("\\{@code\\s+([A-Z]\\w+)}");

  /** The archive that workers start with is made by a pool of its own. */
  private static final Set<String> UPWARDS =
      Set.of("ClassArchive -> JvmPool", "ClassArchive -> PoolConfig");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(PackageMapTest.class.getPackageName());

  @Test
  void shouldNameEachClassOnce() throws IOException {
    List<String> named = new ArrayList<>();
    groups().forEach(named::addAll);

    assertEquals(
        CLASSES.stream()
            .map(PackageMapTest::topLevelName)
            .filter(name -> !name.equals("package-info"))
            .collect(Collectors.toCollection(TreeSet::new)),
        new TreeSet<>(named));
    assertEquals(named.stream().distinct().toList(), named);
  }

  @Test
  void shouldLetNoArrowPointUpwards() throws IOException {
    List<List<String>> groups = groups();
    Map<String, Integer> groupOf = new HashMap<>();
    for (int i = 0; i < groups.size(); i++) {
      for (String name : groups.get(i)) {
        groupOf.put(name, i);
      }
    }
    Set<String> upwards = new TreeSet<>();
    for (JavaClass each : CLASSES) {
      for (Dependency dependency : each.getDirectDependenciesFromSelf()) {
        JavaClass used = dependency.getTargetClass().getBaseComponentType();
        if (used.getPackageName().equals(each.getPackageName())) {
          String from = topLevelName(each);
          String to = topLevelName(used);
          if (groupOf.get(to) < groupOf.get(from)) {
            upwards.add(from + " -> " + to);
          }
        }
      }
    }

    assertEquals(new TreeSet<>(UPWARDS), upwards);
  }

  private static List<List<String>> groups() throws IOException {
    List<List<String>> groups = new ArrayList<>();
    String text = Files.readString(MAP).replaceAll("\\R *\\*", " ");
    for (String group : text.substring(text.indexOf("<li>")).split("<li>", -1)) {
      groups.add(NAME.matcher(group).results().map(name -> name.group(1)).toList());
    }
    return groups;
  }

  private static String topLevelName(JavaClass type) {
    String name = type.getName().substring(type.getName().lastIndexOf('.') + 1);
    int end = name.indexOf('$');
    return end < 0 ? name : name.substring(0, end);
  }
}

package io.multiprocessing.internal.parent;

import java.io.File;
import java.lang.module.ResolvedModule;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Parent side: the files and folders that a class loader, with those above it, reads classes from.
 *
 * @param entries in the order in which they are searched
 * @param complete whether that is all that can be told from outside; false if a loader is of an
 *     unknown kind, or reads from what is neither a file nor a folder
 * @param fixed whether no loader can have classes besides, made at run time for example
 */
record LoaderPath(List<Path> entries, boolean complete, boolean fixed) {

  private static final String BUILT_IN = "jdk.internal.loader.ClassLoaders$AppClassLoader";
  private static final String ALMOST_EVERYWHERE = "META-INF/MANIFEST.MF";

  static LoaderPath of(ClassLoader loader) {
    if (loader == null || loader == ClassLoader.getPlatformClassLoader()) {
      return new LoaderPath(List.of(), true, true);
    }
    if (loader.getClass().getName().equals(BUILT_IN)) {
      return new LoaderPath(classPathAndModules(), true, true);
    }
    LoaderPath above = of(loader.getParent());
    if (!(loader instanceof URLClassLoader urls)) {
      return new LoaderPath(above.entries, false, false);
    }
    boolean complete = above.complete;
    Set<Path> own = new LinkedHashSet<>();
    for (URL url : urls.getURLs()) {
      Path file = fileOf(url);
      complete &= file != null;
      if (file != null && Files.exists(file)) {
        own.add(file);
      }
    }
    boolean fixed = above.fixed && loader.getClass() == URLClassLoader.class;
    return new LoaderPath(
        prefersItself(urls) ? joined(own, above.entries) : joined(above.entries, own),
        complete,
        fixed);
  }

  private static List<Path> joined(Iterable<Path> first, Iterable<Path> second) {
    Set<Path> all = new LinkedHashSet<>();
    first.forEach(all::add);
    second.forEach(all::add);
    return List.copyOf(all);
  }

  private static List<Path> classPathAndModules() {
    Set<Path> entries = new LinkedHashSet<>();
    String classPath = System.getProperty("java.class.path", "");
    boolean mainInModule = System.getProperty("jdk.module.main") != null;
    if (!classPath.isEmpty() || !mainInModule) { // an empty one is the working folder
      for (String entry : classPath.split(File.pathSeparator, -1)) {
        entries.add(Path.of(entry).toAbsolutePath().normalize());
      }
    }
    if (System.getProperty("jdk.module.path") != null) {
      addModules(entries);
    }
    return new ArrayList<>(entries);
  }

  private static void addModules(Set<Path> entries) {
    for (ResolvedModule module : ModuleLayer.boot().configuration().modules()) {
      URI location = module.reference().location().orElse(null);
      if (location != null && "file".equals(location.getScheme())) { // else a module of the JDK
        entries.add(Path.of(location).toAbsolutePath().normalize());
      }
    }
  }

  /**
   * Returns the file or folder that a URL stands for, {@code file:…} or {@code jar:file:…!/}; null
   * if it is none.
   */
  static Path fileOf(URL url) {
    String text = url.toString();
    if (text.startsWith("jar:") && text.endsWith("!/")) {
      text = text.substring("jar:".length(), text.length() - "!/".length());
    }
    if (!text.startsWith("file:") || text.contains("!/")) {
      return null;
    }
    try {
      return Path.of(uri(text)).toAbsolutePath().normalize();
    } catch (URISyntaxException
        | MalformedURLException
        | IllegalArgumentException
        | FileSystemNotFoundException e) {
      return null;
    }
  }

  /** Class loaders are often given URLs in which a space, for example, is not escaped. */
  @SuppressWarnings("deprecation") // the constructor of URL: its successor came with Java 20
  private static URI uri(String text) throws URISyntaxException, MalformedURLException {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      return new URI("file", null, new URL(text).getPath(), null);
    }
  }

  /** Tells whether a loader looks at its own URLs before it asks the one above, as most do. */
  private static boolean prefersItself(URLClassLoader loader) {
    if (loader.getParent() == null || loader.getParent().getResource(ALMOST_EVERYWHERE) == null) {
      return false;
    }
    URL own = loader.findResource(ALMOST_EVERYWHERE);
    URL seen = loader.getResource(ALMOST_EVERYWHERE);
    return own != null && seen != null && own.toString().equals(seen.toString());
  }
}

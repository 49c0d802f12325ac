package io.multiprocessing.internal.parent;

import com.esotericsoftware.kryo.io.Output;
import io.multiprocessing.internal.protocol.ClassAccess;
import io.multiprocessing.internal.protocol.ClassRequest;
import io.multiprocessing.internal.protocol.ClassRequestLayout;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * Parent side: finds what workers ask for in the class loaders of this JVM. This class is
 * thread-safe.
 *
 * @param access what the workers have themselves
 * @param home the class loader of this library, which the workers' class path reproduces
 * @param sources the class loaders by number
 */
record ClassFinder(ClassAccess access, ClassLoader home, IntFunction<ClassSource> sources) {

  private static final int FIRST_CAPACITY_BYTES = 8 * 1024;

  /** Returns the content, or null if there is nothing of that name. */
  byte[] find(ClassRequest request) throws IOException {
    ClassSource source = sources.apply(request.source());
    ClassLoader loader = source.loader();
    return switch (request.kind()) {
      case ClassRequestLayout.CLASS -> findClass(source, request.name());
      case ClassRequestLayout.RESOURCES -> list(resources(loader, request.name()));
      case ClassRequestLayout.RESOURCE -> read(resources(loader, request.name()), request.index());
      default -> throw new IOException("unknown request: kind=" + request.kind());
    };
  }

  private static byte[] findClass(ClassSource source, String name) throws IOException {
    ClassLoader loader = source.loader();
    String resource = name.replace('.', '/') + ".class";
    URL url = loader.getResource(resource);
    if (url == null) {
      return null;
    }
    try (InputStream in = loader.getResourceAsStream(resource)) { // from a file it has open
      if (in == null) {
        return null;
      }
      Output out = new Output(FIRST_CAPACITY_BYTES, -1);
      out.writeString(placeOf(url.toString(), resource));
      byte[] classFile = in.readAllBytes();
      if (!url.getProtocol().equals("file") && !url.getProtocol().equals("jar")) {
        source.hasGivenOut(resource, classFile);
      }
      out.writeBytes(classFile);
      return out.toBytes();
    }
  }

  /** The jar or folder that a class comes from, as its code source would say. */
  private static String placeOf(String url, String resource) {
    if (!url.endsWith(resource)) {
      return null;
    }
    String place = url.substring(0, url.length() - resource.length());
    return place.startsWith("jar:") && place.endsWith("!/")
        ? place.substring("jar:".length(), place.length() - "!/".length())
        : place;
  }

  private List<URL> resources(ClassLoader loader, String name) throws IOException {
    Set<String> known = new HashSet<>();
    ClassLoader same = access == ClassAccess.PARENT ? ClassLoader.getPlatformClassLoader() : home;
    if (same != loader) {
      Collections.list(same.getResources(name)).forEach(url -> known.add(url.toString()));
    }
    List<URL> found = new ArrayList<>();
    for (URL url : Collections.list(loader.getResources(name))) {
      boolean onClassPath = same == loader && (isFile(url) || url.getProtocol().equals("jrt"));
      if (!onClassPath && !known.contains(url.toString())) {
        found.add(url);
      }
    }
    return found;
  }

  private static byte[] list(List<URL> urls) {
    if (urls.isEmpty()) {
      return null;
    }
    Output out = new Output(FIRST_CAPACITY_BYTES, -1);
    out.writeInt(urls.size());
    for (URL url : urls) {
      out.writeString(url.toString());
      out.writeBoolean(isFile(url));
    }
    return out.toBytes();
  }

  /** Tells whether any JVM of this machine can open it. */
  private static boolean isFile(URL url) {
    String text = url.toString();
    int first = text.indexOf("!/");
    return text.startsWith("file:")
        || (text.startsWith("jar:file:") && first == text.lastIndexOf("!/"));
  }

  private static byte[] read(List<URL> urls, int index) throws IOException {
    if (index < 0 || index >= urls.size()) {
      return null;
    }
    try (InputStream in = urls.get(index).openStream()) {
      return in.readAllBytes();
    }
  }
}

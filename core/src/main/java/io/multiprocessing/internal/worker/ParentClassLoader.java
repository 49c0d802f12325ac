package io.multiprocessing.internal.worker;

import com.esotericsoftware.kryo.io.Input;
import io.multiprocessing.internal.protocol.ClassRequest;
import io.multiprocessing.internal.protocol.ClassRequestLayout;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.security.CodeSource;
import java.security.SecureClassLoader;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Worker side: classes and resources that this JVM does not have itself, fetched from a class
 * loader of the parent, once each. This class is thread-safe.
 */
final class ParentClassLoader extends SecureClassLoader {

  static {
    registerAsParallelCapable();
  }

  /**
   * A resource of the parent.
   *
   * @param url as the parent sees it
   * @param readableHere whether it is a file, which this JVM can open as well
   */
  private record Found(String url, boolean readableHere) {}

  private final int source;
  private final ClassRequests requests;
  private final Set<String> missingClasses = ConcurrentHashMap.newKeySet();
  private final Map<String, List<Found>> resources = new ConcurrentHashMap<>();

  /**
   * Creates a class loader.
   *
   * @param source number of the parent's class loader
   * @param requests asks the parent
   * @param here finds what this JVM has itself, which comes first
   */
  ParentClassLoader(int source, ClassRequests requests, ClassLoader here) {
    super("parent-" + source, here);
    this.source = source;
    this.requests = requests;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    if (missingClasses.contains(name)) {
      throw new ClassNotFoundException(name);
    }
    byte[] answer = requests.ask(new ClassRequest(ClassRequestLayout.CLASS, source, 0, name));
    if (answer == null) {
      missingClasses.add(name);
      throw new ClassNotFoundException(name);
    }
    Input in = new Input(answer);
    CodeSource origin = origin(in.readString());
    int start = in.position();
    return defineClass(name, answer, start, answer.length - start, origin);
  }

  @SuppressWarnings("deprecation") // the constructor of URL: its successor came with Java 20
  private static CodeSource origin(String location) {
    try {
      return location == null ? null : new CodeSource(new URL(location), (Certificate[]) null);
    } catch (MalformedURLException e) { // a protocol that only the parent knows
      return null;
    }
  }

  @Override
  protected URL findResource(String name) {
    List<Found> found = find(name);
    return found.isEmpty() ? null : url(name, 0, found.get(0));
  }

  @Override
  protected Enumeration<URL> findResources(String name) {
    List<Found> found = find(name);
    List<URL> urls = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      urls.add(url(name, i, found.get(i)));
    }
    return Collections.enumeration(urls);
  }

  private List<Found> find(String name) {
    List<Found> known = resources.get(name);
    if (known == null) { // not computeIfAbsent: asking takes long, and other names need not wait
      known = ask(name);
      resources.put(name, known);
    }
    return known;
  }

  private List<Found> ask(String name) {
    try {
      byte[] answer = requests.ask(new ClassRequest(ClassRequestLayout.RESOURCES, source, 0, name));
      if (answer == null) {
        return List.of();
      }
      Input in = new Input(answer);
      List<Found> found = new ArrayList<>();
      for (int count = in.readInt(); count > 0; count--) {
        found.add(new Found(in.readString(), in.readBoolean()));
      }
      return List.copyOf(found);
    } catch (ClassNotFoundException e) { // the parent's class loader failed; nothing is found, then
      return List.of();
    }
  }

  @SuppressWarnings("deprecation") // as above
  private URL url(String name, int index, Found found) {
    try {
      return found.readableHere()
          ? new URL(found.url())
          : new URL("parent", null, -1, "/" + name + "?" + index, new Handler());
    } catch (MalformedURLException e) {
      throw new IllegalStateException(found.url(), e); // it was a file, which every JVM knows
    }
  }

  /** Opens URLs of resources whose content only the parent has. */
  private final class Handler extends URLStreamHandler {
    @Override
    protected URLConnection openConnection(URL url) {
      return new Connection(url);
    }
  }

  /** Fetches the content of a resource, when it is asked for. */
  private final class Connection extends URLConnection {
    private byte[] content;

    Connection(URL url) {
      super(url);
    }

    @Override
    public void connect() throws IOException {
      if (connected) {
        return;
      }
      int index = url.getQuery() == null ? 0 : Integer.parseInt(url.getQuery());
      String name = url.getPath().substring(1);
      try {
        content = requests.ask(new ClassRequest(ClassRequestLayout.RESOURCE, source, index, name));
      } catch (ClassNotFoundException e) {
        throw new IOException(e.getMessage(), e);
      }
      if (content == null) {
        throw new FileNotFoundException(url.toString());
      }
      connected = true;
    }

    @Override
    public InputStream getInputStream() throws IOException {
      connect();
      return new ByteArrayInputStream(content);
    }

    @Override
    public long getContentLengthLong() {
      try {
        connect();
        return content.length;
      } catch (IOException e) {
        return -1;
      }
    }
  }
}

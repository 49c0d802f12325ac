package io.multiprocessing.ipc.internal.jvm;

import com.kenai.jffi.CallContext;
import com.kenai.jffi.CallingConvention;
import com.kenai.jffi.Invoker;
import com.kenai.jffi.LastError;
import com.kenai.jffi.Library;
import com.kenai.jffi.MemoryIO;
import com.kenai.jffi.Type;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.Arrays;

/**
 * Both sides: calls of C functions whose arguments and result are machine words, on 64-bit systems.
 *
 * <p>Goes straight to the lowest layer of jffi: the proxies above it generate classes at start-up.
 * A call holds up no garbage collection, but pins a virtual thread to its carrier. This class is
 * thread-safe.
 */
public final class NativeCalls {

  private static final int MAX_ARGUMENTS = 6;

  /** The JVM passes file names to the system in this charset, which need not be the default one. */
  private static final Charset FILE_NAMES =
      Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

  private NativeCalls() {}

  /** Loaded, and failing, at the first call and not with the outer class. */
  private static final class Machinery {
    static {
      JdkPackages.open(); // before a library is loaded: that is what the JVM warns of
      NativeLibrary.load();
    }

    static final Invoker INVOKER = Invoker.getInstance();
    static final LastError LAST_ERROR = LastError.getInstance();
    static final MemoryIO MEMORY = MemoryIO.getInstance();
    static final Library ALREADY_LOADED = Library.openLibrary(null, Library.LAZY);
    static final CallContext[] CONTEXTS = new CallContext[MAX_ARGUMENTS + 1];

    static {
      for (int n = 0; n <= MAX_ARGUMENTS; n++) {
        Type[] words = new Type[n];
        Arrays.fill(words, Type.SLONG_LONG);
        CONTEXTS[n] =
            CallContext.getCallContext(Type.SLONG_LONG, words, CallingConvention.DEFAULT, true);
      }
    }
  }

  /**
   * Looks up a function of the C library, or of another that this process has loaded.
   *
   * @param name such as {@code syscall}
   * @return its address, or 0 if there is none
   * @throws LinkageError if the native library cannot be loaded on this system
   */
  public static long function(String name) {
    return Machinery.ALREADY_LOADED.getSymbolAddress(name);
  }

  /**
   * Calls a function of three words.
   *
   * @param function its address
   * @param a first argument
   * @param b second argument
   * @param c third argument
   * @return its result
   */
  public static long call(long function, long a, long b, long c) {
    return Machinery.INVOKER.invokeL3(Machinery.CONTEXTS[3], function, a, b, c);
  }

  /**
   * Calls a function of five words.
   *
   * @param function its address
   * @param a first argument
   * @param b second argument
   * @param c third argument
   * @param d fourth argument
   * @param e fifth argument
   * @return its result
   */
  public static long call(long function, long a, long b, long c, long d, long e) {
    return Machinery.INVOKER.invokeL5(Machinery.CONTEXTS[5], function, a, b, c, d, e);
  }

  /**
   * Calls a function of six words.
   *
   * @param function its address
   * @param a first argument
   * @param b second argument
   * @param c third argument
   * @param d fourth argument
   * @param e fifth argument
   * @param f sixth argument
   * @return its result
   */
  public static long call(long function, long a, long b, long c, long d, long e, long f) {
    return Machinery.INVOKER.invokeL6(Machinery.CONTEXTS[6], function, a, b, c, d, e, f);
  }

  /**
   * Returns the error number that this thread's last call left.
   *
   * @return errno; of no meaning if that call succeeded
   */
  public static int errno() {
    return Machinery.LAST_ERROR.get();
  }

  /**
   * Returns where a direct buffer lies.
   *
   * @param memory a direct buffer, which must stay reachable while the address is in use
   * @return the address of its byte 0
   */
  public static long addressOf(ByteBuffer memory) {
    return Machinery.MEMORY.getDirectBufferAddress(memory);
  }

  /**
   * Allocates zeroed memory that is never freed, for constants of the whole process.
   *
   * @param bytes how much
   * @return its address, aligned for any type
   */
  public static long allocateForever(long bytes) {
    return Machinery.MEMORY.allocateMemory(bytes, true);
  }

  /**
   * Copies text into native memory as C has it, with a zero at the end.
   *
   * @param text without a zero character
   * @return its address, to be given to {@link #free(long)}
   */
  public static long copyOf(String text) {
    byte[] bytes = text.getBytes(FILE_NAMES);
    long address = Machinery.MEMORY.allocateMemory(bytes.length + 1L, false);
    Machinery.MEMORY.putZeroTerminatedByteArray(address, bytes, 0, bytes.length);
    return address;
  }

  /**
   * Frees what {@link #copyOf(String)} allocated.
   *
   * @param address its result
   */
  public static void free(long address) {
    Machinery.MEMORY.freeMemory(address);
  }

  /**
   * Writes eight bytes into native memory.
   *
   * @param address where
   * @param value the value, stored in the machine's byte order
   */
  public static void putLong(long address, long value) {
    Machinery.MEMORY.putLong(address, value);
  }
}

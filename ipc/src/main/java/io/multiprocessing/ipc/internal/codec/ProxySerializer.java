package io.multiprocessing.ipc.internal.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/** Both sides: dynamic proxies: their interfaces and their handler. */
final class ProxySerializer extends LateSerializer {
  private final ClassLoader loader;

  ProxySerializer(ClassLoader loader) {
    this.loader = loader;
  }

  @Override
  void writeParts(Kryo kryo, Output out, Object whole) {
    Class<?>[] interfaces = whole.getClass().getInterfaces();
    out.writeVarInt(interfaces.length, true);
    for (Class<?> type : interfaces) {
      out.writeString(type.getName());
    }
    try {
      kryo.writeClassAndObject(out, Proxy.getInvocationHandler(whole));
    } catch (CannotTravel e) {
      throw e.under("invocation handler of a proxy");
    }
  }

  @Override
  public Object read(Kryo kryo, Input in, Class<? extends Object> type) {
    Class<?>[] interfaces = new Class<?>[Bounds.readLength(in, 1)];
    for (int i = 0; i < interfaces.length; i++) {
      interfaces[i] = ClassNames.load(Bounds.readString(in), loader);
    }
    return Proxy.newProxyInstance(
        loader, interfaces, (InvocationHandler) kryo.readClassAndObject(in));
  }

  /** A proxy may stand for something mutable. */
  @Override
  boolean mayBeCopied(Object whole) {
    return false;
  }
}

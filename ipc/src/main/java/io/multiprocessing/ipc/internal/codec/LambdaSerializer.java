package io.multiprocessing.ipc.internal.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.multiprocessing.ipc.internal.jvm.ClosedPackages;
import java.io.Serializable;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Both sides: lambdas and method references that are Serializable.
 *
 * <p>The compiler gives such a lambda a {@code writeReplace} that describes it, and its class a
 * {@code $deserializeLambda$} that rebuilds it. What the lambda captured goes through this codec,
 * so it need not be Serializable.
 */
final class LambdaSerializer extends LateSerializer {
  private static final int BY_CODEC = 0;
  private static final int BY_JAVA = 1;

  private final ClassLoader loader;
  private final JavaStreamSerializer javaStream;
  private final Map<Class<?>, Method> rebuilders = new HashMap<>();

  LambdaSerializer(ClassLoader loader) {
    this.loader = loader;
    this.javaStream = new JavaStreamSerializer(loader);
  }

  @Override
  void writeParts(Kryo kryo, Output out, Object whole) {
    Class<?> type = whole.getClass();
    if (!(whole instanceof Serializable)) {
      throw notSerializable(type);
    }
    if (TravelRules.isOfJdk(type)) {
      // Comparator.comparing and the like: closed to us, but not to Java serialization
      out.writeByte(BY_JAVA);
      javaStream.writeParts(kryo, out, whole);
      return;
    }
    out.writeByte(BY_CODEC);
    writeForm(kryo, out, formOf(whole));
  }

  private static CannotTravel notSerializable(Class<?> type) {
    String interfaces =
        Arrays.toString(Arrays.stream(type.getInterfaces()).map(Class::getTypeName).toArray());
    return new CannotTravel(
        TravelRules.describe(type),
        "cannot travel to another JVM: the lambda or method reference implements "
            + interfaces
            + ", which is not Serializable",
        "Declare it as one of this library's interfaces (Task, SerializableCallable, ...), or cast it where it is written: ("
            + type.getInterfaces()[0].getSimpleName()
            + " & Serializable) ...");
  }

  private static SerializedLambda formOf(Object lambda) {
    try {
      Method writeReplace = lambda.getClass().getDeclaredMethod("writeReplace");
      ClosedPackages.open(lambda.getClass());
      writeReplace.setAccessible(true);
      return (SerializedLambda) writeReplace.invoke(lambda);
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw new CannotTravel(
          TravelRules.describe(lambda.getClass()), "does not describe itself: " + e, "", e);
    }
  }

  private void writeForm(Kryo kryo, Output out, SerializedLambda form) {
    out.writeString(form.getCapturingClass());
    out.writeString(form.getFunctionalInterfaceClass());
    out.writeString(form.getFunctionalInterfaceMethodName());
    out.writeString(form.getFunctionalInterfaceMethodSignature());
    out.writeByte(form.getImplMethodKind());
    out.writeString(form.getImplClass());
    out.writeString(form.getImplMethodName());
    out.writeString(form.getImplMethodSignature());
    out.writeString(form.getInstantiatedMethodType());
    out.writeVarInt(form.getCapturedArgCount(), true);
    for (int i = 0; i < form.getCapturedArgCount(); i++) {
      try {
        kryo.writeClassAndObject(out, form.getCapturedArg(i));
      } catch (CannotTravel e) {
        throw e.under(step(form, i));
      }
    }
  }

  /**
   * Says in the user's words what the lambda captured: "this", or the number and name of a
   * variable.
   */
  private String step(SerializedLambda form, int index) {
    String owner = form.getImplClass().replace('/', '.');
    String method = form.getImplMethodName();
    boolean isLambda = method.startsWith("lambda$");
    String place =
        isLambda
            ? "lambda in " + owner + methodAround(method)
            : "method reference " + owner + "::" + method;
    boolean onInstance =
        form.getImplMethodKind() != MethodHandleInfo.REF_invokeStatic
            && form.getImplMethodKind() != MethodHandleInfo.REF_newInvokeSpecial;
    if (onInstance && index == 0) {
      return "captured " + (isLambda ? "'this'" : "object") + " of the " + place;
    }
    int parameter = onInstance ? index - 1 : index;
    String name =
        ParameterNames.of(
            form.getImplClass(), method, form.getImplMethodSignature(), parameter, loader);
    return "captured argument "
        + (parameter + 1)
        + (name == null ? "" : " '" + name + "'")
        + " of the "
        + place;
  }

  /** The compiler names Serializable lambdas lambda$method$hash$number. */
  private static String methodAround(String lambda) {
    int start = "lambda$".length();
    int end = lambda.indexOf('$', start);
    return end < 0 ? "" : "." + lambda.substring(start, end);
  }

  @Override
  public Object read(Kryo kryo, Input in, Class<? extends Object> ignored) {
    if (in.readByte() == BY_JAVA) {
      return javaStream.read(kryo, in, ignored);
    }
    String capturingClass = Bounds.readString(in);
    Class<?> host =
        ClassNames.load(capturingClass == null ? null : capturingClass.replace('/', '.'), loader);
    String interfaceClass = Bounds.readString(in);
    String interfaceMethod = Bounds.readString(in);
    String interfaceSignature = Bounds.readString(in);
    int kind = in.readByte();
    String implClass = Bounds.readString(in);
    String implMethod = Bounds.readString(in);
    String implSignature = Bounds.readString(in);
    String instantiatedType = Bounds.readString(in);
    Object[] captured = new Object[Bounds.readLength(in, 1)];
    for (int i = 0; i < captured.length; i++) {
      captured[i] = kryo.readClassAndObject(in);
    }
    return rebuild(
        host,
        new SerializedLambda(
            host,
            interfaceClass,
            interfaceMethod,
            interfaceSignature,
            kind,
            implClass,
            implMethod,
            implSignature,
            instantiatedType,
            captured));
  }

  private Object rebuild(Class<?> host, SerializedLambda form) {
    try {
      Method rebuilder = rebuilders.get(host);
      if (rebuilder == null) {
        rebuilder = host.getDeclaredMethod("$deserializeLambda$", SerializedLambda.class);
        ClosedPackages.open(host);
        rebuilder.setAccessible(true);
        rebuilders.put(host, rebuilder);
      }
      return rebuilder.invoke(null, form);
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause();
      throw new CannotTravel(
          "The lambda " + form.getImplMethodName() + " of " + host.getName(),
          "cannot be rebuilt: " + cause,
          "Give both JVMs the same version of the class.",
          cause);
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw new CannotTravel(
          "The lambda " + form.getImplMethodName() + " of " + host.getName(),
          "cannot be rebuilt: " + e,
          "Give both JVMs the same version of the class.",
          e);
    }
  }
}

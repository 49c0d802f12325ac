package io.multiprocessing.ipc.internal.codec;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodType;

/**
 * Both sides: the names of the variables that a lambda captured, for messages, from the class file
 * where it has them.
 *
 * <p>A lambda's body is a method, its captured variables are the first parameters, and the debug
 * information (javac -g, the default of Maven and Gradle) has their names in a LocalVariableTable.
 * Reflection does not show it, so this reads the file: JVM specification, chapter 4. Whatever looks
 * odd means no name.
 */
final class ParameterNames {
  private static final int ACC_STATIC = 8;

  private final DataInputStream in;
  private String[] texts;

  private ParameterNames(InputStream in) {
    this.in = new DataInputStream(in);
  }

  /** Returns the name of a parameter of a method, or null when the class file does not say. */
  static String of(
      String internalClass, String method, String signature, int parameter, ClassLoader loader) {
    try (InputStream file = loader.getResourceAsStream(internalClass + ".class")) {
      if (file == null) {
        return null;
      }
      MethodType type = MethodType.fromMethodDescriptorString(signature, loader);
      return new ParameterNames(new ByteArrayInputStream(file.readAllBytes()))
          .find(method, signature, type, parameter);
    } catch (IOException | RuntimeException | LinkageError e) {
      return null;
    }
  }

  private String find(String method, String signature, MethodType type, int parameter)
      throws IOException {
    in.readInt(); // magic
    in.readInt(); // versions
    readConstants();
    in.skipNBytes(6); // access, this, super
    in.skipNBytes(2L * in.readUnsignedShort()); // interfaces
    skipFields();
    for (int methods = in.readUnsignedShort(); methods > 0; methods--) {
      int access = in.readUnsignedShort();
      String name = texts[in.readUnsignedShort()];
      String descriptor = texts[in.readUnsignedShort()];
      boolean wanted = method.equals(name) && signature.equals(descriptor);
      int slot = (access & ACC_STATIC) == 0 ? 1 : 0;
      for (int i = 0; i < parameter; i++) {
        slot +=
            type.parameterType(i) == long.class || type.parameterType(i) == double.class ? 2 : 1;
      }
      String found = readAttributes(wanted, slot);
      if (wanted) {
        return found;
      }
    }
    return null;
  }

  private void readConstants() throws IOException {
    texts = new String[in.readUnsignedShort()];
    for (int i = 1; i < texts.length; i++) {
      int tag = in.readUnsignedByte();
      switch (tag) {
        case 1 -> texts[i] = in.readUTF();
        case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
        case 5, 6 -> {
          in.skipNBytes(8);
          i++; // long and double take two entries
        }
        case 7, 8, 16, 19, 20 -> in.skipNBytes(2);
        case 15 -> in.skipNBytes(3);
        default -> throw new IOException("constant of kind " + tag);
      }
    }
  }

  private void skipFields() throws IOException {
    for (int fields = in.readUnsignedShort(); fields > 0; fields--) {
      in.skipNBytes(6);
      readAttributes(false, 0);
    }
  }

  /**
   * Reads past the attributes of a member; returns the name of the variable that is in the slot at
   * the start of its code.
   */
  private String readAttributes(boolean wanted, int slot) throws IOException {
    String found = null;
    for (int attributes = in.readUnsignedShort(); attributes > 0; attributes--) {
      String name = texts[in.readUnsignedShort()];
      int lengthBytes = in.readInt();
      if (wanted && "Code".equals(name)) {
        in.skipNBytes(4); // stack and locals
        in.skipNBytes(in.readInt()); // code
        in.skipNBytes(8L * in.readUnsignedShort()); // exception table
        found = readAttributes(true, slot);
      } else if (wanted && "LocalVariableTable".equals(name)) {
        found = readVariables(slot);
      } else {
        in.skipNBytes(lengthBytes);
      }
    }
    return found;
  }

  private String readVariables(int slot) throws IOException {
    String found = null;
    for (int variables = in.readUnsignedShort(); variables > 0; variables--) {
      int startPc = in.readUnsignedShort();
      in.skipNBytes(2); // length
      String name = texts[in.readUnsignedShort()];
      in.skipNBytes(2); // descriptor
      if (in.readUnsignedShort() == slot && startPc == 0) {
        found = name;
      }
    }
    return found;
  }
}

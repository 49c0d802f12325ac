package io.multiprocessing.ipc.internal.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Output;
import java.io.ObjectOutput;
import java.util.Objects;

/** Both sides: where a serializer of the user writes to, in the middle of a message. */
final class PartsOutput implements ObjectOutput {
  private final Kryo kryo;
  private final Output out;
  private final String step;
  private RuntimeException failure; // of a part, which leaves the message unusable

  PartsOutput(Kryo kryo, Output out, String step) {
    this.kryo = kryo;
    this.out = out;
    this.step = step;
  }

  /** Throws the failure of a part again, in case the serializer has caught it. */
  void checkComplete() {
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public void writeObject(Object part) {
    checkComplete();
    try {
      kryo.writeClassAndObject(out, part);
    } catch (CannotTravel e) {
      failure = e.under("written by " + step);
      throw e;
    } catch (RuntimeException e) {
      failure = e;
      throw e;
    }
  }

  @Override
  public void write(int value) {
    out.writeByte(value);
  }

  @Override
  public void write(byte[] bytes) {
    out.writeBytes(bytes);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    out.writeBytes(bytes, offset, length);
  }

  @Override
  public void writeBoolean(boolean value) {
    out.writeBoolean(value);
  }

  @Override
  public void writeByte(int value) {
    out.writeByte(value);
  }

  @Override
  public void writeShort(int value) {
    out.writeShort(value);
  }

  @Override
  public void writeChar(int value) {
    out.writeChar((char) value);
  }

  @Override
  public void writeInt(int value) {
    out.writeInt(value);
  }

  @Override
  public void writeLong(long value) {
    out.writeLong(value);
  }

  @Override
  public void writeFloat(float value) {
    out.writeFloat(value);
  }

  @Override
  public void writeDouble(double value) {
    out.writeDouble(value);
  }

  @Override
  public void writeBytes(String text) {
    for (int i = 0; i < text.length(); i++) {
      out.writeByte(text.charAt(i));
    }
  }

  @Override
  public void writeChars(String text) {
    for (int i = 0; i < text.length(); i++) {
      out.writeChar(text.charAt(i));
    }
  }

  @Override
  public void writeUTF(String text) {
    out.writeString(Objects.requireNonNull(text, "text"));
  }

  @Override
  public void flush() {
    // the message is sent when it is complete
  }

  @Override
  public void close() {
    // it is not the serializer's
  }
}

package io.multiprocessing.ipc.internal.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import java.io.ObjectInput;
import java.util.Objects;

/** Both sides: where a serializer of the user reads from, in the middle of a message. */
final class PartsInput implements ObjectInput {
  private final Kryo kryo;
  private final Input in;
  private final String step;
  private RuntimeException failure; // of a part

  PartsInput(Kryo kryo, Input in, String step) {
    this.kryo = kryo;
    this.in = in;
    this.step = step;
  }

  /** Throws the failure of a part again, in case the serializer has caught it. */
  void checkComplete() {
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public Object readObject() {
    checkComplete();
    try {
      return kryo.readClassAndObject(in);
    } catch (CannotTravel e) {
      failure = e.under("read by " + step);
      throw e;
    } catch (RuntimeException e) {
      failure = e;
      throw e;
    }
  }

  @Override
  public int read() {
    return in.readByteUnsigned();
  }

  @Override
  public int read(byte[] target) {
    return read(target, 0, target.length);
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    readFully(target, offset, length);
    return length;
  }

  @Override
  public void readFully(byte[] target) {
    in.readBytes(target);
  }

  @Override
  public void readFully(byte[] target, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, target.length);
    in.readBytes(target, offset, length);
  }

  @Override
  public long skip(long count) {
    in.skip(count);
    return count;
  }

  @Override
  public int skipBytes(int count) {
    in.skip(count);
    return count;
  }

  /** What is left cannot be told: other objects may follow in the message. */
  @Override
  public int available() {
    return 0;
  }

  @Override
  public boolean readBoolean() {
    return in.readBoolean();
  }

  @Override
  public byte readByte() {
    return in.readByte();
  }

  @Override
  public int readUnsignedByte() {
    return in.readByteUnsigned();
  }

  @Override
  public short readShort() {
    return in.readShort();
  }

  @Override
  public int readUnsignedShort() {
    return in.readShortUnsigned();
  }

  @Override
  public char readChar() {
    return in.readChar();
  }

  @Override
  public int readInt() {
    return in.readInt();
  }

  @Override
  public long readLong() {
    return in.readLong();
  }

  @Override
  public float readFloat() {
    return in.readFloat();
  }

  @Override
  public double readDouble() {
    return in.readDouble();
  }

  @Override
  public String readLine() {
    throw new UnsupportedOperationException("nothing writes lines; use readUTF and writeUTF");
  }

  @Override
  public String readUTF() {
    return Bounds.readString(in);
  }

  @Override
  public void close() {
    // it is not the serializer's
  }
}

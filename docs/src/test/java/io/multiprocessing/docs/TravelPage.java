package io.multiprocessing.docs;

import io.multiprocessing.Pool;
import io.multiprocessing.TaskSerializationException;
import io.multiprocessing.ipc.Serializer;
import io.multiprocessing.ipc.Serializers;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.util.List;
import java.util.Map;

/** What the page about what can travel shows. */
final class TravelPage {

  private TravelPage() {}

  static class Parcel {
    Object content;
  }

  static void path(Pool pool) {
    // tag: path
    Parcel parcel = new Parcel();
    parcel.content = Map.of("images", List.of(new BufferedImage(4, 3, BufferedImage.TYPE_INT_RGB)));
    try {
      pool.apply(() -> parcel.content);
    } catch (TaskSerializationException e) {
      System.out.println(e.getMessage());
    }
    // end: path
  }

  static void shared(Pool pool) {
    // tag: shared
    List<Integer> list = List.of(1, 2);
    System.out.println(pool.apply(() -> new Object[] {list, list})[0] == list);
    Object[] twice = pool.apply(() -> new Object[] {list, list});
    System.out.println(twice[0] == twice[1]);
    // end: shared
  }

  // tag: serializer-class
  static final class Pixels implements Serializer<BufferedImage> {
    @Override
    public void write(BufferedImage image, ObjectOutput out) throws IOException {
      int width = image.getWidth();
      out.writeInt(width);
      out.writeInt(image.getHeight());
      out.writeInt(image.getType());
      out.writeObject(image.getRGB(0, 0, width, image.getHeight(), null, 0, width));
    }

    @Override
    public BufferedImage read(ObjectInput in) throws IOException, ClassNotFoundException {
      int width = in.readInt();
      int height = in.readInt();
      BufferedImage image = new BufferedImage(width, height, in.readInt());
      image.setRGB(0, 0, width, height, (int[]) in.readObject(), 0, width);
      return image;
    }
  }

  // end: serializer-class

  static void serializer() {
    // tag: serializer
    Serializers.register(BufferedImage.class, new Pixels()); // before the pool is started
    try (Pool pool = Pool.create(2)) {
      BufferedImage image = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
      BufferedImage flipped = pool.apply(() -> flip(image));
      System.out.println(flipped.getWidth() + " x " + flipped.getHeight());
    }
    // end: serializer
    Serializers.unregister(BufferedImage.class);
  }

  private static BufferedImage flip(BufferedImage image) {
    return new BufferedImage(image.getHeight(), image.getWidth(), image.getType());
  }
}

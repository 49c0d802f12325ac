package io.multiprocessing.docs.book;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import org.knowm.xchart.internal.chartpart.IChart;

/**
 * A drawing of results. How letters look depends on the fonts of the machine that draws, so what
 * tells whether a file is up to date is a mark in it: of what data it was drawn.
 *
 * @param name the name of its file, without what follows the dot
 * @param chart what is drawn
 * @param data all numbers that are drawn, as text
 */
record Picture(String name, IChart chart, String data) {

  private static final String FORMAT = "javax_imageio_png_1.0";
  private static final String ENTRY = "tEXtEntry";
  private static final String VALUE = "value";

  Path file(Path docs) {
    return docs.resolve("pictures").resolve(name + ".png");
  }

  void write(Path docs) throws IOException {
    BufferedImage image =
        new BufferedImage(chart.getWidth(), chart.getHeight(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    chart.paint(graphics, chart.getWidth(), chart.getHeight());
    graphics.dispose();
    Files.createDirectories(file(docs).getParent());
    Files.deleteIfExists(file(docs)); // a longer one would keep its end
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(file(docs).toFile())) {
      writer.setOutput(out);
      writer.write(new IIOImage(image, null, withMark(writer, image)));
    } finally {
      writer.dispose();
    }
  }

  private IIOMetadata withMark(ImageWriter writer, BufferedImage image) throws IOException {
    IIOMetadataNode entry = new IIOMetadataNode(ENTRY);
    entry.setAttribute("keyword", "Source");
    entry.setAttribute(VALUE, mark());
    IIOMetadataNode texts = new IIOMetadataNode("tEXt");
    texts.appendChild(entry);
    IIOMetadataNode root = new IIOMetadataNode(FORMAT);
    root.appendChild(texts);
    IIOMetadata metadata =
        writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(image), null);
    metadata.mergeTree(FORMAT, root);
    return metadata;
  }

  /** Returns the mark of these data. */
  String mark() {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(data.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e); // every JDK has it
    }
  }

  /** Returns the mark in the file. */
  String markInFile(Path docs) throws IOException {
    ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
    try (ImageInputStream in = ImageIO.createImageInputStream(file(docs).toFile())) {
      reader.setInput(in);
      IIOMetadataNode root = (IIOMetadataNode) reader.getImageMetadata(0).getAsTree(FORMAT);
      IIOMetadataNode entry = (IIOMetadataNode) root.getElementsByTagName(ENTRY).item(0);
      return entry.getAttribute(VALUE);
    } finally {
      reader.dispose();
    }
  }
}

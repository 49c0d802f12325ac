package io.multiprocessing.internal.manager;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Both sides: what the server answers.
 *
 * @param status a number of {@link Replies}
 * @param number as the operation says
 * @param cells elements
 */
public record Reply(byte status, long number, List<Cell> cells) {

  private static final int FRAME_BYTES = 1 << 20; // no more cells are put into a frame beyond that

  /**
   * Makes a reply without elements.
   *
   * @param status what became of the request
   * @param number as the operation says
   * @return the reply
   */
  public static Reply of(byte status, long number) {
    return new Reply(status, number, List.of());
  }

  /**
   * Makes a reply with one element, or none.
   *
   * @param status what became of the request
   * @param cell the element, or null
   * @return the reply
   */
  public static Reply of(byte status, Cell cell) {
    return new Reply(status, 0, cell == null ? List.of() : List.of(cell));
  }

  /**
   * Makes a reply that says why not.
   *
   * @param status what became of the request
   * @param text the reason
   * @return the reply
   */
  public static Reply of(byte status, String text) {
    return of(status, new Cell(0, text.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Returns the only element.
   *
   * @return the cell, or null if there is none
   */
  public Cell cell() {
    return cells.isEmpty() ? null : cells.get(0);
  }

  /**
   * Returns the reason.
   *
   * @return the text
   */
  public String text() {
    return cells.isEmpty() ? "" : new String(cells.get(0).bytes(), StandardCharsets.UTF_8);
  }

  /**
   * Encodes the reply.
   *
   * @return its frames; all but the last are MORE
   */
  public List<OutFrame> toFrames() {
    List<OutFrame> frames = new ArrayList<>(1);
    int next = 0;
    while (true) {
      int end = endOfFrame(next);
      boolean last = end == cells.size();
      OutFrame frame = new OutFrame(last ? status : Replies.MORE);
      frame.putLong(number);
      for (Cell cell : cells.subList(next, end)) {
        frame.putLong(cell.stamp());
        frame.putBlob(cell.bytes());
      }
      frames.add(frame);
      if (last) {
        return frames;
      }
      next = end;
    }
  }

  private int endOfFrame(int from) {
    long bytes = 0;
    int end = from;
    while (end < cells.size()) {
      bytes += cells.get(end).bytes().length;
      if (bytes > FRAME_BYTES && end > from) {
        break;
      }
      end++;
    }
    return end;
  }

  /**
   * Decodes one frame of a reply.
   *
   * @param frame what was received
   * @return status, number, and the cells of this frame
   * @throws MalformedFrameException if it is none
   */
  public static Reply of(InFrame frame) throws MalformedFrameException {
    long number = frame.getLong();
    List<Cell> cells = new ArrayList<>(1);
    while (frame.hasRemaining()) {
      long stamp = frame.getLong();
      cells.add(new Cell(stamp, frame.getBlob()));
    }
    return new Reply(frame.code(), number, cells);
  }
}

package io.multiprocessing.ipc.internal.wait;

import io.multiprocessing.ipc.internal.memory.MappedFile;
import java.nio.file.Path;

/** Answers each ring of one doorbell by a ring of another, a number of times. */
final class AnswerMain {

  private AnswerMain() {}

  public static void main(String[] args) {
    try (MappedFile file = MappedFile.open(Path.of(args[0]))) {
      Doorbell question = new Doorbell(file, 0);
      Doorbell answer = new Doorbell(file, Doorbell.BYTES);
      int seen = question.sequence();
      System.out.println("ready");
      for (int i = Integer.parseInt(args[1]); i > 0; i--) {
        question.await(seen, Long.MAX_VALUE);
        seen = question.sequence();
        answer.ring();
      }
    }
  }
}

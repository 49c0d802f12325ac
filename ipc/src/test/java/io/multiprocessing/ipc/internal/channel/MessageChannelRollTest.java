package io.multiprocessing.ipc.internal.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class MessageChannelRollTest {
  private static final int TINY_GENERATION_BYTES = 20_000;

  private Path folder;
  private Path answers;

  @BeforeEach
  void createFolders() throws IOException {
    folder = TempFolders.create();
    answers = TempFolders.create();
  }

  @AfterEach
  void deleteFolders() throws IOException {
    TempFolders.delete(folder);
    TempFolders.delete(answers);
  }

  @Test
  void shouldLoseNothingAtARollWhetherTheReaderKeepsUpOrNot() throws IOException {
    try (MessageWriter writer = MessageWriter.open(folder, TINY_GENERATION_BYTES);
        MessageReader reader = MessageReader.open(folder)) {
      long read = 0;
      for (long number = 0; number < 2_000; number++) {
        NumberedMessage.write(writer.begin(), number);
        writer.commit();
        boolean behind = number / 500 % 2 == 1;
        if (!behind) {
          for (MessageInput in = reader.poll(); in != null; in = reader.poll()) {
            NumberedMessage.check(in, read++);
          }
          assertEquals(number + 1, read);
        }
      }
      for (MessageInput in = reader.poll(); in != null; in = reader.poll()) {
        NumberedMessage.check(in, read++);
      }
      assertEquals(2_000, read);
      assertEquals(1, TempFolders.names(folder).size(), () -> "left: " + names());
    }
  }

  @Test
  void shouldServeAReaderThatOpensAfterManyRolls() throws IOException {
    try (MessageWriter writer = MessageWriter.open(folder, TINY_GENERATION_BYTES)) {
      for (long number = 0; number < 500; number++) {
        NumberedMessage.write(writer.begin(), number);
        writer.commit();
      }
    }
    assertTrue(TempFolders.names(folder).size() > 10);
    try (MessageReader reader = MessageReader.open(folder)) {
      for (long number = 0; number < 500; number++) {
        NumberedMessage.check(reader.poll(), number);
      }
      assertNull(reader.poll());
      assertEquals(1, TempFolders.names(folder).size(), () -> "left: " + names());
    }
  }

  @Test
  void shouldSurviveInterruptsOfBothThreads() throws Exception {
    int messages = 3_000;
    try (MessageWriter writer = MessageWriter.open(folder, TINY_GENERATION_BYTES);
        MessageReader reader = MessageReader.open(folder)) {
      FutureTask<Void> writing =
          new FutureTask<>(
              () -> {
                for (long number = 0; number < messages; number++) {
                  takeInterruptHalfTheTime(number);
                  NumberedMessage.write(writer.begin(), number);
                  writer.commit();
                }
                return null;
              });
      FutureTask<Void> reading =
          new FutureTask<>(
              () -> {
                for (long number = 0; number < messages && !writing.isCancelled(); ) {
                  takeInterruptHalfTheTime(number);
                  MessageInput input = reader.poll();
                  if (input != null) {
                    NumberedMessage.check(input, number++);
                  }
                }
                return null;
              });
      Thread writingThread = new Thread(writing, "writing");
      Thread readingThread = new Thread(reading, "reading");
      writingThread.start();
      readingThread.start();
      try {
        while (!(writing.isDone() && reading.isDone())) {
          writingThread.interrupt();
          readingThread.interrupt();
          Thread.onSpinWait();
          if (writing.isDone()) {
            writing.get();
          }
        }
        writing.get();
        reading.get();
      } finally {
        writing.cancel(true);
        reading.cancel(true);
        writingThread.join();
        readingThread.join();
      }
    }
  }

  /** An interrupt may be pending all the time, or come in the middle of something. */
  private static void takeInterruptHalfTheTime(long number) {
    if (number / 100 % 2 == 0) {
      Thread.interrupted();
    }
  }

  @Test
  void shouldHoldAFewMegabytesWhileAGigabytePassesThroughTwoJvms() throws Exception {
    byte[] bytes = new byte[60_000];
    long most = 0;
    try (MessageWriter writer = MessageWriter.open(folder);
        ChildJvm child = ChildJvm.start(EchoLengthsMain.class, folder, answers)) {
      assertEquals('r', child.process().getInputStream().read());
      try (MessageReader reader = MessageReader.open(answers)) {
        int messages = (1 << 30) / bytes.length;
        for (int sent = 0, answered = 0; answered < messages; ) {
          if (sent < messages && sent - answered < 50) {
            writer.begin().writeBytes(bytes);
            writer.commit();
            sent++;
          }
          MessageInput input = reader.poll();
          if (input != null) {
            assertEquals(bytes.length, input.readLong());
            answered++;
            if (answered % 1000 == 0) {
              most = Math.max(most, TempFolders.usedKib(folder) + TempFolders.usedKib(answers));
            }
          } else {
            assertTrue(child.process().isAlive());
          }
        }
        writer.begin();
        writer.commit();
      }
      child.process().waitFor();
    }
    long mostKib = most;
    assertTrue(most < 30 << 10, () -> mostKib + " KiB");
  }

  @Test
  void shouldPrintNothingAndRunNoThreads() throws Exception {
    try (ChildJvm child = ChildJvm.start(RoundTripOnceMain.class, folder)) {
      List<String> jvmThreads =
          List.of(
              "main",
              "Reference Handler",
              "Finalizer",
              "Signal Dispatcher",
              "Common-Cleaner",
              "Notification Thread",
              "process reaper",
              "Attach Listener",
              "multiprocessing-load-dates"); // ends by itself, soon
      List<String> unexpected =
          child
              .outputAtEnd()
              .lines()
              .filter(line -> !jvmThreads.contains(line.replaceFirst("^thread: ", "")))
              .toList();
      assertEquals(List.of(), unexpected);
    }
  }

  private List<String> names() {
    try {
      return TempFolders.names(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.multiprocessing.anywhere;

import io.multiprocessing.Pool;
import io.multiprocessing.PoolException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Has a pool, opens files until it may open none, one or two more, and asks for another pool. */
final class FewFilesMain {

  private FewFilesMain() {}

  public static void main(String[] args) throws Exception {
    System.out.println("before " + square());
    List<InputStream> files = new ArrayList<>();
    try {
      while (true) {
        files.add(new FileInputStream("/dev/null"));
      }
    } catch (IOException e) {
      System.out.println("opened " + files.size());
    }
    for (int free = 0; free < 3; free++) {
      tryWithFew();
      files.remove(files.size() - 1).close();
    }
    for (InputStream file : files) {
      file.close();
    }
    System.out.println("after " + square());
  }

  private static void tryWithFew() {
    try {
      System.out.println("without " + square());
    } catch (PoolException e) {
      StringBuilder reasons = new StringBuilder();
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        reasons.append(cause).append("; ");
      }
      System.out.println("failure " + reasons.toString().replace('\n', ' '));
    }
  }

  private static int square() {
    try (Pool pool = Pool.create(1)) {
      return pool.apply(() -> 7 * 7);
    }
  }
}

package io.multiprocessing.anywhere;

import io.multiprocessing.Pool;
import io.multiprocessing.PoolException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Has a pool, then opens files until it may open no more, and asks for another pool. */
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
    try {
      System.out.println("without " + square());
    } catch (PoolException e) {
      StringBuilder reasons = new StringBuilder();
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        reasons.append(cause).append("; ");
      }
      System.out.println("failure " + reasons.toString().replace('\n', ' '));
    }
    for (InputStream file : files) {
      file.close();
    }
    System.out.println("after " + square());
  }

  private static int square() {
    try (Pool pool = Pool.create(1)) {
      return pool.apply(() -> 7 * 7);
    }
  }
}

package io.multiprocessing.anywhere;

import io.multiprocessing.LongTask;
import io.multiprocessing.Pool;
import io.multiprocessing.PoolException;
import io.multiprocessing.TaskFailedException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Has a pool, opens files until it may open no more, and then maps numbers, which takes a file. */
final class NumbersWithoutFilesMain {

  private static final LongTask SQUARE = number -> number * number;

  private NumbersWithoutFilesMain() {}

  public static void main(String[] args) throws Exception {
    try (Pool other = Pool.create(1)) { // later, no class can be loaded from a folder
      System.out.println("before " + square(other));
      other.apply(
          () -> {
            throw new IOException();
          });
    } catch (TaskFailedException e) {
      System.out.println("classes are loaded");
    }
    try (Pool pool = Pool.create(1)) {
      pool.apply(() -> 1);
      List<InputStream> files = open();
      try {
        System.out.println("without " + square(pool));
      } catch (PoolException e) {
        System.out.println("failure " + e.getMessage());
      } finally {
        for (InputStream file : files) {
          file.close();
        }
      }
      System.out.println("after " + square(pool));
    }
  }

  private static long square(Pool pool) {
    return pool.mapToLong(SQUARE, new long[] {7})[0];
  }

  private static List<InputStream> open() {
    List<InputStream> files = new ArrayList<>();
    try {
      while (true) {
        files.add(new FileInputStream("/dev/null"));
      }
    } catch (IOException e) {
      return files;
    }
  }
}

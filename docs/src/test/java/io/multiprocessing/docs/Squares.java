package io.multiprocessing.docs;

import io.multiprocessing.Pool;
import java.util.List;

@SuppressWarnings("PrivateConstructorForUtilityClass") // not shown
public class Squares {
  public static void main(String[] args) {
    try (Pool pool = Pool.create()) { // one worker JVM per core
      List<Integer> squares = pool.map(x -> x * x, List.of(1, 2, 3));
      System.out.println(squares);
    }
  }
}

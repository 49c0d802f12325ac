package io.multiprocessing.managed;

import io.multiprocessing.Manager;
import io.multiprocessing.testing.NothingLeftBehind;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What an object of a manager promises in every JVM. The tests of a subclass run here, and, called
 * by {@link ElsewhereTest}, in a worker of a pool and in a process.
 */
@ExtendWith(NothingLeftBehind.class)
abstract class ManagedContract {

  static Manager manager;

  @BeforeAll
  static void start() {
    manager = Manager.start();
  }

  @AfterAll
  static void close() {
    manager.close();
  }

  /** Runs all tests of a class with a manager that another JVM has started. */
  static int runAll(Class<? extends ManagedContract> contract, Manager borrowed) throws Exception {
    manager = borrowed;
    int tests = 0;
    for (Method method : contract.getDeclaredMethods()) {
      if (method.isAnnotationPresent(Test.class)) {
        run(method, contract.getDeclaredConstructor().newInstance());
        tests++;
      }
    }
    return tests;
  }

  private static void run(Method test, Object instance) throws Exception {
    try {
      test.invoke(instance);
    } catch (InvocationTargetException e) {
      throw new AssertionError(test.getName() + " failed: " + e.getCause(), e.getCause());
    }
  }

  /** Does something in a thread of its own. */
  static <T> FutureTask<T> async(Callable<T> action) {
    FutureTask<T> task = new FutureTask<>(action);
    Thread thread = new Thread(task, "test-async");
    thread.setDaemon(true);
    thread.start();
    return task;
  }
}

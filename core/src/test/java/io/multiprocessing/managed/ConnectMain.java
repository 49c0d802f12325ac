package io.multiprocessing.managed;

import io.multiprocessing.ManagedQueue;
import io.multiprocessing.Manager;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A process of its own: connects to a port with a secret, and answers one question. */
final class ConnectMain {

  private ConnectMain() {}

  public static void main(String[] args) throws InterruptedException {
    int port = Integer.parseInt(args[0]);
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    try (Manager manager = Manager.connect(address, args[1])) {
      ManagedQueue<String> questions = manager.root().get("questions", ManagedQueue.class);
      ManagedQueue<String> answers = manager.queue();
      manager.root().set("answers", answers);
      answers.put(questions.take() + " 42");
    }
  }
}

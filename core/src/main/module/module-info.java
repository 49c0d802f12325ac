/**
 * Python's multiprocessing for the JVM: pools of worker JVMs.
 *
 * <p>Compiled when the jar is made, and put into it: on a class path, as in the build of this
 * library, nothing knows of modules. Workers are always run from a class path.
 */
module io.multiprocessing.core {
  // a jar without a descriptor: it exports all its packages, and needs what is not named in one
  requires transitive io.multiprocessing.ipc;
  // automatic as well; all others of its kind come with the first one
  requires com.esotericsoftware.kryo;
  // those that have a descriptor, modules of the JDK too, come only if they are asked for
  requires org.slf4j;
  requires java.management;
  requires jdk.net;
  requires jdk.unsupported;

  exports io.multiprocessing;
}

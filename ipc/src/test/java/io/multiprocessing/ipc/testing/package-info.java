/** What tests of this module have in common: other JVMs, waiting for states. */
package io.multiprocessing.ipc.testing;

/** Memory shared between JVMs. */
package io.multiprocessing.ipc;

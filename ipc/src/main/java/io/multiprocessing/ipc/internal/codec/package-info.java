/**
 * Both sides: turns objects into bytes and back, for JVMs that share one class path.
 *
 * <p>{@link io.multiprocessing.ipc.internal.codec.ObjectCodec} is the way in. Behind it, {@code
 * TravelRules} decides once per class how its objects travel (by fields, as a record, through Java
 * serialization, not at all), {@code KnownTypes} holds the numbers that stand for JDK types in the
 * bytes, and one serializer class exists for each way to travel. {@link
 * io.multiprocessing.ipc.internal.codec.SerializerRegistry} has what users have registered.
 *
 * <p>This package knows no queue, no pool and no process; it is not meant for bytes from strangers
 * or for storage.
 */
package io.multiprocessing.ipc.internal.codec;

/**
 * Both sides: messages of any size from one JVM to one other, over Chronicle queues.
 *
 * <p>{@link io.multiprocessing.ipc.internal.channel.MessageWriter} and {@link
 * io.multiprocessing.ipc.internal.channel.MessageReader} are the two ends; {@link
 * io.multiprocessing.ipc.internal.channel.MessageOutput} is what a message is written to and {@link
 * io.multiprocessing.ipc.internal.channel.MessageInput} what it is read from. Nothing here blocks:
 * waiting for a message is the caller's business, and so is every meaning of the bytes.
 *
 * <p>A channel is a folder. It holds a chain of small queues, called generations, of which the
 * writer fills the last and the reader deletes what it has read, and one segment file for each
 * message that was too large for a queue. {@code ChannelLayout} has the picture.
 *
 * <p>The package does not flush anything to a disk: a channel lives as long as the machine is up.
 */
package io.multiprocessing.ipc.internal.channel;

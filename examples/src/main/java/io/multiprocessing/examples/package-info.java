/**
 * Programs to run and to read: one file per question a user has. {@code ./run} lists them.
 *
 * <p>{@link io.multiprocessing.examples.Main} holds the list. Every example is a picocli command
 * that prints for people, and with {@code --json} one JSON object as the last line of its standard
 * output.
 */
package io.multiprocessing.examples;

/**
 * Programs to run and to read: one package per question a user has. {@code ./run} lists them.
 *
 * <p>{@link io.multiprocessing.examples.Main} holds the list. Every example is a picocli command
 * that prints for people, and with {@code --json} one JSON object as the last line of its standard
 * output. It is in the package of its name without hyphens, {@code pi-vectorized} beside {@code
 * pi}; begin with the class of that name, which says what runs in the workers. What several
 * examples need is in {@code support}.
 */
package io.multiprocessing.examples;

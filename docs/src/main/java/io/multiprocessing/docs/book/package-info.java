/**
 * Makes the page on the book, docs/80-the-book-in-java.md. {@link
 * io.multiprocessing.docs.book.Recorder} runs the examples and keeps what they report, as files in
 * docs/results; {@link io.multiprocessing.docs.book.Chapter} makes tables, findings and pictures of
 * these files; {@link io.multiprocessing.docs.book.Page} puts them, and code of the examples, into
 * the page between marks. The text around them is written by hand.
 */
package io.multiprocessing.docs.book;

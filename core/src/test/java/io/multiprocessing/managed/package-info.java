/**
 * What a {@link io.multiprocessing.Manager} and its objects promise, and what must not be able to
 * harm them.
 */
package io.multiprocessing.managed;

/**
 * Little projects that are compiled, packed and run in the ways that Java is run today, and what
 * workers fetch from the class loaders of their parent.
 */
package io.multiprocessing.anywhere;

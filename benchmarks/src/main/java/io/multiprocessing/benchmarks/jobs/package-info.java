/**
 * What is timed in the runs side by side. {@link io.multiprocessing.benchmarks.jobs.JobMain} is a
 * process that does one job when told so; the harness is one package up and knows the jobs by name
 * only.
 */
package io.multiprocessing.benchmarks.jobs;

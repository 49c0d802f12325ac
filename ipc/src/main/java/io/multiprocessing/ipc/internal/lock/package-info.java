/**
 * Locks and their like in shared memory, which survive the death of whoever holds them or waits.
 *
 * <p>{@link io.multiprocessing.ipc.internal.lock.Mutex} is one word that names the process of its
 * owner, so whoever waits can find out that it has died, and take over. {@link
 * io.multiprocessing.ipc.internal.lock.Ledger} guards words of which several change together by a
 * mutex and a record of their old values, so that a death in the middle changes none of them; the
 * semaphore ({@code Permits}), the condition ({@code WaitSet}) and the barrier ({@code Rendezvous})
 * are a few words in a ledger each. {@code Census} counts who holds or waits by process, so that
 * the dead can be subtracted.
 *
 * <p>The types users see are one package up; they add policy, exceptions and travel.
 */
package io.multiprocessing.ipc.internal.lock;

import { constants, setPriority } from 'node:os'

/**
 * Puts the calling thread behind those that take in and answer: what arrives is acknowledged first, and what is made of
 * it waits its turn. `last` is for work that may take minutes (a report, a plan), the default for what people watch.
 * Where threads have no priority of their own (other systems than Linux), or may not change it, all share alike.
 */
export function standBack(last = false): void {
  const { PRIORITY_BELOW_NORMAL, PRIORITY_LOW } = constants.priority
  try {
    // On Linux 0 is the calling thread, not its process: setpriority(2).
    if (process.platform === 'linux') setPriority(0, last ? PRIORITY_LOW : PRIORITY_BELOW_NORMAL)
  } catch {
    // Then all share alike.
  }
}

/** Ctrl-C while something long is worked out: the first one asks for the best so far, a later one ends the command. */

/** npx passes Ctrl-C on to a command that the terminal told already: so soon after the first it is the same one, milliseconds. */
const SAME_KEY_MS = 1_000
/** Exit code of a command that was ended by SIGINT: 128 + 2. */
export const STOPPED_EXIT_CODE = 130

/** Runs with a hand on Ctrl-C: `onStop` is called once, and `isStopped` says so from then on. */
export async function stoppable<T>(
  onStop: () => void,
  run: (isStopped: () => boolean) => Promise<T>,
): Promise<T> {
  let stoppedMs: number | null = null
  const stop = (): void => {
    if (stoppedMs === null) {
      stoppedMs = performance.now()
      onStop()
    } else if (performance.now() - stoppedMs > SAME_KEY_MS) process.exit(STOPPED_EXIT_CODE)
  }
  process.on('SIGINT', stop)
  try {
    return await run(() => stoppedMs !== null)
  } finally {
    process.removeListener('SIGINT', stop)
  }
}

/** Observations, entries or lines that are worked through before others get their turn. */
export const CHUNK_LINES = 25

/** Lets everything else that waits on the event loop run: making a report is long, and the server has other callers. */
export const breathe = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve)
  })

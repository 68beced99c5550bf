/**
 * Makes a new cluster and ends. PGlite's first initialisation needs nearly 1 GiB and a WebAssembly memory never
 * shrinks; in a process of its own that memory goes back to the system.
 */
import { openPgliteSession } from './pglite-session.ts'

const dir = process.argv[2]
if (dir === undefined) throw new Error('usage: pglite-initialise DIR')
const session = await openPgliteSession(dir)
await session.close()

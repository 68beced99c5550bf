/** The thread that follows moving things: one follower, told in order, telling in order. */
import { constants, setPriority } from 'node:os'
import { parentPort, workerData } from 'node:worker_threads'
import { Follower } from './follower.ts'
import type { Setting, Told } from './messages.ts'

// Where threads have a priority of their own (Linux), what takes in and answers comes before what follows.
try {
  setPriority(0, constants.priority.PRIORITY_LOW)
} catch {
  // Then all share alike.
}

const port = parentPort
if (port === null) throw new Error('the follower runs in a worker thread only')
const follower = new Follower(workerData as Setting)

port.on('message', (told: Told) => {
  const heard = follower.do(told)
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread of our own, no window
  if (heard !== null) port.postMessage(heard)
  if (told.kind === 'end') port.close()
})

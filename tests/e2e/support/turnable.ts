/**
 * A live deployment with the page, served inside the test, whose clock the test turns: what takes three days is tried in seconds.
 * No option of the server does this: an operator who could set the time could end a deadline.
 */
import { join } from 'node:path'
import { VirtualClock } from '@holdfast/engine/clock'
import { dayView, taskingView } from '@holdfast/engine/day'
import { deskView } from '@holdfast/engine/desk-view'
import { dataFile } from '@holdfast/engine/shipped'
import { newDir, removeDir } from '../../support/small-deployment.ts'
import { serveSmall } from '../../support/small-server.ts'
import { ROOT } from './browser.ts'

/** A served deployment and the way to turn its clock. */
export interface Turnable {
  readonly url: string
  readonly nowMs: () => number
  /** Turns the clock on, and looks at every deadline as the server does each second. */
  readonly turn: (byMs: number) => Promise<void>
  readonly stop: () => Promise<void>
}

/** Serves an empty deployment whose clock stands at the instant until it is turned. */
export async function serveTurnable(startMs: number): Promise<Turnable> {
  const dir = newDir('e2e-turnable')
  const clock = new VirtualClock(startMs)
  const perMinute = { logins: 1_000, commands: 1_000, acts: 100, batches: 100, reads: 10_000 }
  const served = await serveSmall(dir, {
    clock,
    more: (holdfast) => ({
      limits: { eventLoopDelayMs: 0, perMinute },
      pageDir: join(ROOT, 'packages/web/dist/page'),
      basemapDir: dataFile('basemap'),
      day: {
        day: (office) => dayView(holdfast, office, null),
        tasking: (office) => taskingView(holdfast, office, null),
      },
      desk: { desk: (office) => deskView(holdfast, office, null) },
    }),
  })
  return {
    url: served.url,
    nowMs: () => clock.nowMs(),
    turn: async (byMs) => {
      clock.advanceTo(clock.nowMs() + byMs)
      await served.holdfast.tick()
    },
    stop: async () => {
      await served.close()
      removeDir(dir)
    },
  }
}

/** A small deployment behind a real server on loopback: for tests of commands and routes. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isRefused } from '@holdfast/core/units'
import { wallClock, type Clock } from '@holdfast/engine/clock'
import type { Holdfast } from '@holdfast/engine/runtime'
import { createServer, type ServerOptions } from '@holdfast/server/http'
import { openSmall, viewsOf } from './small-deployment.ts'

/** A deployment that is served; commands with `--data` of its directory find it. */
export interface SmallServer {
  readonly holdfast: Holdfast
  readonly url: string
  close(): Promise<void>
}

/** Serves the directory on a free port; `more` may give the server what the engine has besides its views. */
export async function serveSmall(
  dir: string,
  {
    clock = wallClock,
    more = () => ({}),
  }: {
    readonly clock?: Clock
    readonly more?: (holdfast: Holdfast) => Partial<ServerOptions>
  } = {},
): Promise<SmallServer> {
  const holdfast = await openSmall(dir, clock)
  const at = { host: '127.0.0.1', port: 0, pageDir: null, basemapDir: null }
  // However busy the machine is that runs this, the server answers.
  const limits = { eventLoopDelayMs: 0 }
  const server = await createServer(await viewsOf(dir, holdfast), {
    ...at,
    limits,
    ...more(holdfast),
  })
  const listening = await server.listen()
  if (isRefused(listening)) throw new Error(listening.refused)
  writeFileSync(join(dir, 'server.json'), JSON.stringify({ url: listening.url }))
  return {
    holdfast,
    url: listening.url,
    close: async () => {
      await server.close()
      await holdfast.close()
    },
  }
}

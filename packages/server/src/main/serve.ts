/** The composition root of a running deployment: journal, projections, loop, timers, server. */
import { existsSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isRefused, type Refused } from '@holdfast/core/units'
import { dayView, taskingView } from '@holdfast/engine/day'
import { ForceDesk } from '@holdfast/engine/forces'
import { MoveDesk } from '@holdfast/engine/move'
import { deskView } from '@holdfast/engine/desk-view'
import { offsetClock, VirtualClock, wallClock } from '@holdfast/engine/clock'
import { DONBAS, DONBAS_OPENS_MS, playDonbas, startLive } from '@holdfast/engine/demonstration'
import {
  liveDeployment,
  openHoldfast,
  type Opened,
  type OpeningOptions,
} from '@holdfast/engine/opening'
import { readDeployment } from '@holdfast/engine/runtime'
import { dataFile } from '@holdfast/engine/shipped'
import { RecordView } from '@holdfast/engine/record-view'
import { ServedReports } from '@holdfast/engine/report'
import { loadBackground, thermalView } from '@holdfast/engine/thermal'
import { lineCreep, Views } from '@holdfast/engine/views'
import { createServer } from '../http/index.ts'
import { startWays } from '../start-ways/index.ts'
import { readWays, type Way } from '../ways/index.ts'

/** How often deadlines are looked at. */
const TICK_MS = 1_000

/** What to serve, and where. */
export interface ServeOptions {
  readonly dir: string
  /** What an empty directory becomes; one that holds a deployment stays what it is. */
  readonly kind: 'live' | 'demonstration'
  readonly host: string
  readonly port: number
  readonly databaseUrl: string | null
  /** A document of ways in besides HTTP (docs/reference/intake.md); null for none. */
  readonly intakeFile: string | null
  /** A file of `holdfast fuse background`; null: thermal anomalies are not watched. */
  readonly thermalBackgroundFile: string | null
  readonly progress: (text: string) => void
}
/** A deployment that serves. */
export interface Serving {
  readonly url: string
  readonly what: string
  close(): Promise<void>
}

/** Opens the directory, plays the demonstration where it is one and not played yet, and serves. */
export async function serve(options: ServeOptions): Promise<Serving | Refused> {
  const { dir, databaseUrl, progress, thermalBackgroundFile: file } = options
  const kind = readDeployment(dir)?.kind ?? options.kind
  if (kind === 'replay') return { refused: `${dir} is left of a replay; name another directory` }
  const background = file === null ? undefined : await loadBackground(file)
  if (background !== undefined && isRefused(background)) return background
  const thermal = background === undefined ? {} : { thermalBackground: background }
  progress('opening the journal and the database')
  const opened =
    kind === 'live'
      ? await openHoldfast({ dir, deployment: liveDeployment, databaseUrl, ...thermal })
      : await openDemonstration({ dir, databaseUrl, ...thermal }, progress)
  if (isRefused(opened)) return opened
  try {
    return await serveOpened(opened, kind, options)
  } catch (error) {
    await opened.close()
    throw error
  }
}

async function serveOpened(
  opened: Opened,
  kind: 'live' | 'demonstration',
  { dir, host, port, intakeFile }: ServeOptions,
): Promise<Serving | Refused> {
  const { holdfast } = opened
  // What an earlier run left underived is derived while the server already answers; `/readyz` and the lag tell.
  await holdfast.tick()
  const views = new Views(holdfast, opened.intake)
  const forces = new ForceDesk(holdfast, () => views.notice())
  const move = new MoveDesk(holdfast, () => views.notice(), join(dir, 'move-jobs'))
  const reports = new ServedReports(holdfast, views.reports)
  const server = await createServer(views, {
    forces,
    move,
    host,
    port,
    pageDir: fileURLToPath(new URL('../../../web/dist/page', import.meta.url)),
    basemapDir: dataFile('basemap'),
    reports,
    record: new RecordView(holdfast, () => views.notice()),
    day: {
      day: (office) => dayView(holdfast, office, views.notice()),
      tasking: (office) => taskingView(holdfast, office, views.notice()),
    },
    desk: { desk: (office) => deskView(holdfast, office, views.notice()) },
    line: { creep: (office, asked) => lineCreep(holdfast, office, asked) },
    thermal: {
      thermal: (office, query) =>
        thermalView(opened.thermal, { office, nowMs: holdfast.nowMs }, query),
    },
  })
  const listening = await server.listen()
  if (isRefused(listening)) {
    await opened.close()
    return listening
  }
  const ways = await startWaysOf(intakeFile, opened)
  if (isRefused(ways)) {
    await server.close()
    await opened.close()
    return ways
  }
  opened.intake.ways = () => ways.map((way) => way.status())
  const tick = async (): Promise<void> => {
    await holdfast.tick()
    await opened.intake.tick()
  }
  const timer = setInterval(() => void tick().catch(report), TICK_MS)
  const stopLive = kind === 'demonstration' ? startLive(holdfast, report) : async () => undefined
  const addressFile = join(dir, 'server.json')
  await writeFile(addressFile, `${JSON.stringify({ url: listening.url, pid: process.pid })}\n`)
  const { recovered } = holdfast
  if (recovered.cuts.length > 0) process.stderr.write(`recovered: ${JSON.stringify(recovered)}\n`)
  return {
    url: listening.url,
    what: kind === 'live' ? `the live deployment in ${dir}` : 'the demonstration donbas',
    close: async () => {
      clearInterval(timer)
      await Promise.all(ways.map((way) => way.close()))
      await stopLive()
      await server.close()
      await Promise.all([reports.close(), forces.close(), move.close()])
      await opened.close()
      await rm(addressFile, { force: true })
    },
  }
}

const report = (error: Error): void => tell(error.message)
const tell = (text: string): void => {
  process.stderr.write(`holdfast: ${text}\n`)
}

async function startWaysOf(
  file: string | null,
  { intake }: Opened,
): Promise<readonly Way[] | Refused> {
  if (file === null) return []
  const text = await readFile(file, 'utf8').catch((error: Error): Refused => ({
    refused: `${file} cannot be read: ${error.message}`,
  }))
  if (typeof text !== 'string') return text
  const read = readWays(text, file)
  return isRefused(read) ? read : await startWays(read.ways, intake, tell)
}

async function openDemonstration(
  options: Pick<OpeningOptions, 'dir' | 'databaseUrl' | 'thermalBackground'>,
  progress: (text: string) => void,
): Promise<Opened | Refused> {
  const { dir } = options
  const first = await openHoldfast({ ...options, deployment: DONBAS })
  if (isRefused(first) || first.holdfast.mission.exercise.clockOffsetMs !== null) return first
  if (first.holdfast.journal.size > 0) {
    // A replay that was interrupted: it is made from what ships and a seed, so it is made anew.
    await first.close()
    for (const name of ['journal', 'projections', 'deployment.json'])
      if (existsSync(join(dir, name))) await rm(join(dir, name), { recursive: true })
    return await openDemonstration(options, progress)
  }
  const { holdfast } = first
  const clock = new VirtualClock(DONBAS_OPENS_MS)
  holdfast.useClock(clock)
  const played = await playDonbas(holdfast, clock, progress)
  if (isRefused(played)) {
    await first.close()
    return played
  }
  const offset = wallClock.nowMs() - played.endedMs
  await holdfast.record([{ kind: 'exercise.clock-set', payload: { offsetMs: offset }, refs: [] }])
  holdfast.useClock(offsetClock(offset))
  return first
}

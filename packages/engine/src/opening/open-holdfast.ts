import { existsSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type { Background } from '@holdfast/core/fuse/thermal'
import type { Refused } from '@holdfast/core/units'
import { isRefused } from '@holdfast/core/units'
import { openDatabase, Projections, type Database } from '@holdfast/store/projections'
import { offsetClock, wallClock, type Clock } from '../clock/index.ts'
import { RejectsLedger } from '@holdfast/store/rejects'
import { Intake } from '../intake/index.ts'
import { Holdfast, holdJournal, openDeployment, type Deployment } from '../runtime/index.ts'
import { HighsSolver } from '../solver/index.ts'
import { LiveThermal } from '../thermal/index.ts'
import { Tracking } from '../tracking/index.ts'

/** Where and as what a deployment is opened. */
export interface OpeningOptions {
  readonly dir: string
  readonly deployment: Deployment
  /** A `postgres://` URL; PGlite inside the directory where it is null. */
  readonly databaseUrl: string | null
  /** By default the machine's, or a played demonstration's own. */
  readonly clock?: Clock
  /** Threads that prepare what comes in; by default one for each core but this one, at the most four. */
  readonly intakeThreads?: number
  /** What is usual of fires here: thermal anomalies are watched against it. Without it nothing is. */
  readonly thermalBackground?: Background
  /** Drops every projection first, so that all are made anew from the journal. */
  readonly rebuild?: true
}

/** An opened deployment with all that has to be closed with it. */
export interface Opened {
  readonly holdfast: Holdfast
  readonly projections: Projections
  readonly intake: Intake
  /** Null where no background was given. */
  readonly thermal: LiveThermal | null
  close(): Promise<void>
}

/** A live, empty deployment: random keys and salts, an origin of its own. */
export const liveDeployment: Deployment = {
  kind: 'live',
  origin: 'holdfast.example/live',
  exercise: null,
  seed: null,
}

const INTAKE_THREADS = Math.max(1, Math.min(4, availableParallelism() - 1))

/** Opens a directory: its lock and journal first, then the database, migrated and brought up to the journal. */
export async function openHoldfast(options: OpeningOptions): Promise<Opened | Refused> {
  const deployment = openDeployment(options.dir, options.deployment)
  if (isRefused(deployment)) return deployment
  const solver = new HighsSolver()
  const held = await holdJournal(options.dir, deployment)
  if (isRefused(held)) return held
  let database: Database
  try {
    database = await openDatabase(
      options.databaseUrl === null
        ? { kind: 'pglite', dir: join(options.dir, 'projections') }
        : { kind: 'postgres', url: options.databaseUrl },
    )
  } catch (error) {
    await held.index.close()
    await held.journal.close()
    return {
      refused: `the database cannot be opened: ${error instanceof Error ? error.message : String(error)}`,
    }
  }
  const projections = await Projections.open(database)
  if (options.rebuild === true || !database.cleanlyClosed()) await projections.drop()
  const derived = await takeDerivedMark(options.dir)
  const tracking = new Tracking({
    dir: join(options.dir, 'tracks'),
    journal: held.journal,
    ...(options.rebuild === true ? { rebuild: true } : {}),
  })
  const holdfast = await Holdfast.start(held, {
    derived,
    deployment,
    clock: options.clock ?? wallClock,
    sink: projections,
    solver,
    tracking,
  })
  // A demonstration that was played goes on by its own clock, whoever opens it: what is due for release hangs on it.
  const { clockOffsetMs } = holdfast.mission.exercise
  if (options.clock === undefined && clockOffsetMs !== null)
    holdfast.useClock(offsetClock(clockOffsetMs))
  // After the clock is in force: the window of days is counted back from it.
  const { thermalBackground } = options
  const thermal = thermalBackground === undefined ? null : new LiveThermal(thermalBackground)
  thermal?.follow(holdfast)
  const rejects = await RejectsLedger.open(join(options.dir, 'rejects'))
  const intake = new Intake(holdfast, rejects, options.intakeThreads ?? INTAKE_THREADS)
  holdfast.tracking?.giveWayTo(intake)
  return {
    holdfast,
    projections,
    intake,
    thermal,
    close: async () => {
      await intake.end()
      await thermal?.close()
      await holdfast.close()
      const { failure, projected, lag } = holdfast.status()
      if (failure === null && lag.entries === 0)
        await writeFile(join(options.dir, MARK), String(projected))
      await database.close()
      await solver.close()
    },
  }
}

/** Written when all that was projected was derived too; taken away on opening, so that a crash leaves none. */
const MARK = 'derived'

async function takeDerivedMark(dir: string): Promise<number | null> {
  const path = join(dir, MARK)
  if (!existsSync(path)) return null
  const size = Number(await readFile(path, 'utf8'))
  await rm(path)
  return Number.isSafeInteger(size) ? size : null
}

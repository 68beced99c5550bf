/** A deployment on a journal of its own with its projections in memory: no database is started for it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isRefused } from '@holdfast/core/units'
import { wallClock, type Clock } from '@holdfast/engine/clock'
import { Intake } from '@holdfast/engine/intake'
import { liveDeployment } from '@holdfast/engine/opening'
import { MemoryProjections } from '@holdfast/engine/projector'
import { Holdfast, holdJournal } from '@holdfast/engine/runtime'
import { HighsSolver } from '@holdfast/engine/solver'
import { Views } from '@holdfast/engine/views'
import { RejectsLedger } from '@holdfast/store/rejects'

/** A directory for one test file. */
export const newDir = (name: string): string => mkdtempSync(join(tmpdir(), `holdfast-${name}-`))
/** Removes it. */
export const removeDir = (dir: string): void => rmSync(dir, { recursive: true, force: true })

/** Opens a live deployment on the directory's journal, with its projections in memory. */
export async function openSmall(dir: string, clock: Clock = wallClock): Promise<Holdfast> {
  const held = await holdJournal(dir, liveDeployment)
  if (isRefused(held)) throw new Error(held.refused)
  const sink = new MemoryProjections()
  const parts = { deployment: liveDeployment, clock, sink, solver: new HighsSolver() }
  return await Holdfast.start(held, parts)
}
/** What a server asks of it. */
export async function viewsOf(dir: string, holdfast: Holdfast): Promise<Views> {
  const rejects = await RejectsLedger.open(join(dir, 'rejects'))
  return new Views(holdfast, new Intake(holdfast, rejects, 0))
}

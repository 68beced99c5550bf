/**
 * The demonstration's live part: after the replay something goes on moving. Every so often an observation of the record
 * is told again as if it happened now, under the name of a synthetic source and marked as an exercise's.
 */
import type { Observation } from '@holdfast/core/observe'
import { isRefused, seededRandom, type InstantMs } from '@holdfast/core/units'
import { importSmm } from '@holdfast/formats/smm'
import { SYSTEM, type Holdfast } from '../runtime/index.ts'
import { dataText } from '../shipped/index.ts'

/** How often the live part reports. */
export const LIVE_EVERY_MS = 10_000

/** Starts the live part; the returned function stops it and waits for what is under way. */
export function startLive(
  holdfast: Holdfast,
  onFailure: (error: Error) => void,
): () => Promise<void> {
  const { observations } = importSmm(dataText('donbas/smm_observations_2015_2020.csv'))
  const located = observations.filter(({ where }) => where.sectors.length > 0)
  const random = seededRandom(holdfast.journal.size)
  let under = Promise.resolve()
  const timer = setInterval(() => {
    const model = located[Math.floor(random() * located.length)]
    if (model === undefined) return
    under = retell(holdfast, model).catch(onFailure)
  }, LIVE_EVERY_MS)
  return async () => {
    clearInterval(timer)
    await under
  }
}

/** Has a synthetic source, registered on its first word, tell an observation of the record again. */
async function retell(holdfast: Holdfast, model: Observation): Promise<void> {
  const told = retold(model, holdfast.nowMs, holdfast.journal.size)
  const real = holdfast.sources.get(model.source)
  // A record of before the mark has sources without it: they are registered anew.
  if (real !== undefined && holdfast.sources.get(told.source)?.synthetic !== true) {
    const { source: id } = told
    const title = `Synthetic, after: ${real.title}`
    const source = { ...real, id, title, group: id, synthetic: true } as const
    const registered = await holdfast.command(
      { step: 'observe', type: 'registerSource', source },
      SYSTEM,
    )
    if (isRefused(registered)) throw new Error(registered.refused)
  }
  const answer = await holdfast.ingest([told], SYSTEM)
  if (isRefused(answer)) throw new Error(answer.refused)
  const [rejected] = answer.rejected
  if (rejected !== undefined) throw new Error(rejected.reason)
}

/** The observation as a synthetic source would report it at the instant. */
function retold({ id: _id, ...model }: Observation, nowMs: InstantMs, number: number) {
  return {
    ...model,
    exercise: 'donbas',
    source: `synthetic-${model.source}`,
    recordId: `LIVE-${number}`,
    observed: { ...model.observed, fromMs: nowMs - 60_000, toMs: nowMs, basis: 'clock' as const },
    residual: { synthetic: `modelled on ${model.recordId}` },
  }
}

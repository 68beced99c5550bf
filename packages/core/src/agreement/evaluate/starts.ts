/** From when a clause binds that counts its time from something that began: a version, a phase, a fact. */
import type { InstantMs } from '../../units/index.ts'
import { DAY_MS, tellInstant } from '../../units/index.ts'
import type { After, Agreement, Standing } from '../document/types.ts'
import { phaseSpans } from '../standing/phases.ts'
import { joined } from './phase-times.ts'
import type { Stretch } from './phase-times.ts'

/**
 * When it began, in order: what ends and begins anew at the same instant went on. Null where nothing is known of what people
 * declared, and it is no version.
 */
function startsOf(
  agreement: Agreement,
  { what }: After,
  standing: Pick<Standing, 'facts'> | undefined,
): readonly InstantMs[] | null {
  const version = agreement.versions.find(({ id }) => id === what)
  if (version !== undefined) return [version.fromMs]
  if (standing === undefined) return null
  const phases = phaseSpans(agreement, standing).filter(({ phase }) => phase === what)
  const facts = standing.facts
    .filter(({ fact }) => fact === what)
    .map(({ fromMs, untilMs }) => ({ fromMs, toMs: untilMs }))
  return joined([...phases, ...facts]).map(({ fromMs }) => fromMs)
}

/**
 * The times at which a clause binds that binds only from so long after something: from then on, until the same thing begins
 * anew. In order, none touching another; null where nothing is known of what people declared.
 */
export function boundFrom(
  agreement: Agreement,
  after: After,
  standing: Pick<Standing, 'facts'> | undefined,
): readonly Stretch[] | null {
  const starts = startsOf(agreement, after, standing)
  if (starts === null) return null
  return joined(
    starts.flatMap((startMs, i) => {
      const fromMs = startMs + after.afterMs
      const toMs = starts[i + 1] ?? null
      return toMs !== null && toMs <= fromMs ? [] : [{ fromMs, toMs }]
    }),
  )
}

const tellDays = (ms: number): string => {
  const days = Math.round((ms / DAY_MS) * 1000) / 1000
  return `${days} day${days === 1 ? '' : 's'}`
}

/** `7 days after ceasefire`, with the instant of its last beginning at or before a time. */
export function tellAfter(
  agreement: Agreement,
  after: After,
  { standing, atMs }: { readonly standing: Standing | undefined; readonly atMs: InstantMs },
): string {
  const start = (startsOf(agreement, after, standing) ?? []).findLast((ms) => ms <= atMs)
  const began =
    start === undefined
      ? 'which had not begun'
      : `which began at ${tellInstant(start)}: from ${tellInstant(start + after.afterMs)}`
  const told = `${tellDays(after.afterMs)} after ${after.what}`
  return standing === undefined && start === undefined ? told : `${told}, ${began}`
}

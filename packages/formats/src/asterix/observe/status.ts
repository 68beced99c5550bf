import type { Observed } from '../../codec/index.ts'
import { isSet, numberAt, type Draft } from './items.ts'

/** Service messages say how a sensor or a system is, not where a thing is: none becomes an observation. */

/** Message types of categories 002 (edition 1.1), 034 (1.29) and 065 (1.5). */
const MESSAGES: Readonly<Record<number, Readonly<Record<number, string>>>> = {
  2: {
    1: 'north marker',
    2: 'sector crossing',
    3: 'south marker',
    8: 'blind zone filtering begins',
    9: 'blind zone filtering ends',
  },
  34: {
    1: 'north marker',
    2: 'sector crossing',
    3: 'geographical filtering',
    4: 'jamming strobe',
    5: 'solar storm',
    6: 'SSR jamming strobe',
    7: 'Mode S jamming strobe',
  },
  65: { 1: 'system status', 2: 'end of batch', 3: 'service status report' },
}
const OPERATION = ['operational', 'degraded', 'not connected', 'state unknown'] as const
/** Service reports of I065/050, edition 1.5. */
const SERVICE = [
  '',
  'service degraded',
  'service no longer degraded',
  'main radar out of service',
  'service interrupted by the operator',
  'service interrupted, contingency',
  'ready to restart after contingency',
  'service ended by the operator',
  'main radar of the user failed',
  'service restarted by the operator',
  'main radar operational',
  'main radar degraded',
  'continuity interrupted, adjacent unit disconnected',
  'continuity restarted',
  'synchronised on the backup radar',
  'synchronised on the main radar',
  'main and backup radar failed',
] as const

function detailOf({ cat, items }: Draft): readonly string[] {
  const sector = numberAt(items, '020')
  const words: string[] = []
  if (cat !== 65 && sector !== undefined) words.push(`at ${sector} deg`)
  const state = cat === 65 ? numberAt(items, '040', 'NOGO') : undefined
  if (state !== undefined) words.push(OPERATION[state] ?? '')
  if (cat === 65 && isSet(items, '040', 'OVL')) words.push('overloaded')
  if (cat === 65 && isSet(items, '040', 'TSV')) words.push('time source invalid')
  if (cat === 65) words.push(SERVICE[numberAt(items, '050') ?? 0] ?? 'unknown report')
  if (cat === 34 && isSet(items, '050', 'COM', 'NOGO')) words.push('not to be used (NOGO)')
  if (cat === 34 && isSet(items, '050', 'COM', 'TSV')) words.push('time source invalid')
  return words.filter((word) => word !== '')
}

/** What a service message means. */
export function tellStatus(draft: Draft): Observed {
  const type = numberAt(draft.items, '000')
  const meaning = type === undefined ? undefined : MESSAGES[draft.cat]?.[type]
  const known = meaning ?? (type === undefined ? 'message without a type' : `message type ${type}`)
  return { nothing: `status: ${[known, ...detailOf(draft)].join(', ')}` }
}

import type { Observation } from '@holdfast/core/observe'
import { isRefused, tellInstant } from '@holdfast/core/units'
import type { Codec, FeedContext, Observed } from '../codec/index.ts'
import { DELIMITER_OPTION, NO_ROW, TableDecoder, delimiterOf, tableJson } from '../table/index.ts'
import { completed, frameOf, nameOr, observerOf, phaseOf, residualOf } from '../open-feed/index.ts'
import type { TableRecord } from '../table/index.ts'
import { centreOf, columnsOf, numberIn, passOf, rowFault } from './columns.ts'
import { instrumentOf, radiusM } from './pixel.ts'

/** Columns that members of the observation hold to the last digit. */
const HELD = new Set(['latitude', 'longitude', 'acq_date'])
/**
 * MODIS' detection confidence is published as a number, 0 to 100 % (MODIS Collection 6 Active Fire Product User's
 * Guide, detection confidence). VIIRS' is one of three words that no number is published for: it stays a word.
 */
function assessmentOf(fields: ReadonlyMap<string, string>): Pick<Observation, 'assessment'> {
  const percent = numberIn(fields, 'confidence', { min: 0, max: 100 })
  if (percent === null || instrumentOf(fields) !== 'modis') return {}
  const version = (fields.get('version') ?? '').trim()
  return {
    assessment: {
      model: 'MODIS active fire',
      version: /^[\u0020-\u007E]{1,64}$/.test(version) ? version : 'unknown',
      scores: { fire: percent / 100 },
    },
  }
}

function observe({ kind, fields, bytes, line }: TableRecord, context: FeedContext): Observed {
  if (kind !== 'row') return { nothing: NO_ROW[kind] }
  const at = `line ${line}: `
  const pass = passOf(fields)
  if (pass === null) return { nothing: `${at}no time` }
  const fix = { position: centreOf(fields), errorM: radiusM(fields) }
  const residual = residualOf([...fields].filter(([column]) => !HELD.has(column)))
  if (residual === null) return { nothing: `${at}its columns are longer than a residual holds` }
  const frame = frameOf(context, bytes)
  // One pixel of one pass in one processing; however the time is written, it has the same name.
  const word = (column: string): string => (fields.get(column) ?? '').trim()
  const when = pass.basis === 'clock' ? tellInstant(pass.fromMs) : word('acq_date')
  const by = [word('satellite'), word('instrument'), word('version')].filter((name) => name !== '')
  const named = [...by, when, word('latitude'), word('longitude')]
  return completed(
    {
      ...frame,
      recordId: nameOr(named.join('/'), frame.rawSha256),
      means: ['imaged'],
      category: 'I.THERMAL',
      phase: phaseOf('I.THERMAL'),
      count: { n: 1, precision: 'exact' },
      observed: { ...pass, clock: 'ntp' },
      observer: observerOf(context, fix),
      where: { sectors: [], ring: null, fix },
      residual,
      ...assessmentOf(fields),
    },
    context,
    at,
  )
}

/** Fires and other thermal anomalies seen from space, as NASA FIRMS gives them out in CSV. See the README. */
export const FIRMS: Codec<TableRecord> = {
  name: 'firms',
  title: 'NASA FIRMS active fire data (CSV)',
  standards: [
    'NASA FIRMS active fire attributes, VIIRS 375 m Collection 2 and MODIS Collection 6.1, https://firms.modaps.eosdis.nasa.gov',
    'RFC 4180, https://www.rfc-editor.org/rfc/rfc4180',
  ],
  framing: 'stream',
  options: { delimiter: DELIMITER_OPTION },
  decoder: ({ delimiter: word }) => {
    const delimiter = delimiterOf(word)
    return typeof delimiter !== 'string' && isRefused(delimiter)
      ? delimiter
      : new TableDecoder({ delimiter, columns: columnsOf, fault: rowFault })
  },
  json: tableJson,
  observer: () => observe,
}

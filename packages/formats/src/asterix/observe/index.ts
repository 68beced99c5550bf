import type { CodecOptions, FeedContext, Observed } from '../../codec/index.ts'
import { itemsOf } from '../content.ts'
import type { AsterixRecord } from '../record.ts'
import { observeAdsb } from './adsb.ts'
import { numberAt, type Draft } from './items.ts'
import { settingsOf, type Settings } from './options.ts'
import { observeRadar } from './radar.ts'
import { tellStatus } from './status.ts'
import { observeSystemTrack } from './system.ts'

export { OBSERVER_OPTIONS } from './options.ts'

type Reading = (
  record: AsterixRecord,
  draft: Draft,
  context: FeedContext,
  settings: Settings,
) => Observed

const READINGS: Readonly<Record<number, Reading>> = {
  1: observeRadar,
  2: (_, draft) => tellStatus(draft),
  21: observeAdsb,
  34: (_, draft) => tellStatus(draft),
  48: observeRadar,
  62: observeSystemTrack,
  65: (_, draft) => tellStatus(draft),
}

/** Why these options cannot be used, or null: the codec asks before it makes a decoder. */
export function observerRefusal(options: CodecOptions): string | null {
  const settings = settingsOf(options)
  return 'refused' in settings ? settings.refused : null
}

/**
 * The reader of one feed's records. It remembers nothing from one record to the next and never throws; with options
 * that `observerRefusal` refuses, every record comes to nothing and says why.
 */
export function asterixObserver(
  options: CodecOptions,
): (record: AsterixRecord, context: FeedContext) => Observed {
  const settings = settingsOf(options)
  if ('refused' in settings) return () => ({ nothing: `options refused: ${settings.refused}` })
  return (record, context) => {
    const reading = READINGS[record.cat]
    if (reading === undefined)
      return { nothing: `category ${record.cat} is decoded but not observed` }
    const items = itemsOf(record)
    const sender = `${numberAt(items, '010', 'SAC') ?? '?'}/${numberAt(items, '010', 'SIC') ?? '?'}`
    if (settings.sources !== null && !settings.sources.has(sender))
      return { nothing: `data source ${sender} is not one of this feed's` }
    const { edition } = record.layout
    const draft: Draft = { cat: record.cat, edition, items, held: new Set(), notes: [] }
    return reading(record, draft, context, settings)
  }
}

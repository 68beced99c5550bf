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

// Categories in polar coordinates from the source's own site: another radar's plots would be put at a false place.
const FROM_SITE: ReadonlySet<number> = new Set([1, 48])

/**
 * The reader of one feed's records. Where no option names the data sources, the first radar that speaks is taken for the
 * source's own, and plots of another are refused: they would be placed from the wrong site. It never throws; with
 * options that `observerRefusal` refuses, every record comes to nothing and says why.
 */
export function asterixObserver(
  options: CodecOptions,
): (record: AsterixRecord, context: FeedContext) => Observed {
  const settings = settingsOf(options)
  if ('refused' in settings) return () => ({ nothing: `options refused: ${settings.refused}` })
  let own: string | null = null
  return (record, context) => {
    const reading = READINGS[record.cat]
    if (reading === undefined)
      return { nothing: `category ${record.cat} is decoded but not observed` }
    const items = itemsOf(record)
    const sender = `${numberAt(items, '010', 'SAC') ?? '?'}/${numberAt(items, '010', 'SIC') ?? '?'}`
    if (settings.sources !== null && !settings.sources.has(sender))
      return { nothing: `data source ${sender} is not one of this feed's` }
    if (settings.sources === null && FROM_SITE.has(record.cat)) {
      own ??= sender
      if (own !== sender)
        return {
          nothing: `data source ${sender} is not the radar ${own} that spoke first; register it as a source of its own, or name those of this feed in the option sources`,
          isRefused: true,
        }
    }
    const { edition } = record.layout
    const draft: Draft = { cat: record.cat, edition, items, held: new Set(), notes: [] }
    return reading(record, draft, context, settings)
  }
}

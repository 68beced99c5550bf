import type { CodecOptions } from '../../codec/index.ts'

/** The options of the observer, each with what it means and the values that it takes. */
export const OBSERVER_OPTIONS: Readonly<Record<string, string>> = {
  sources:
    'only records of these data sources, SAC/SIC as decimal numbers separated by commas ("25/201,25/202"); without it all, but of radars only the first that speaks',
  rangeStdM: 'one standard deviation of a radar’s range, metres, 0 to 100000 (default 70)',
  azimuthStdDeg: 'one standard deviation of a radar’s azimuth, degrees, 0 to 90 (default 0.1)',
  assumedErrorM:
    'radius, metres, that is taken to hold 95 % where a record of category 021 or 062 gives no accuracy (default 37040: 20 NM, the widest that ADS-B knows)',
}

/** The options as the observer uses them. */
export interface Settings {
  readonly sources: ReadonlySet<string> | null
  readonly rangeStdM: number
  readonly azimuthStdDeg: number
  readonly assumedErrorM: number
}

const LIMIT = {
  rangeStdM: { max: 100_000, preset: 70 },
  azimuthStdDeg: { max: 90, preset: 0.1 },
  assumedErrorM: { max: 20_000_000, preset: 37_040 },
} as const
const NUMBER = /^\d{1,8}(?:\.\d{1,6})?$/
const SOURCE = /^\d{1,3}\/\d{1,3}$/

function numberOf(options: CodecOptions, name: keyof typeof LIMIT): number | { refused: string } {
  const { max, preset } = LIMIT[name]
  const text = options[name]
  if (text === undefined) return preset
  if (!NUMBER.test(text) || Number(text) > max)
    return { refused: `${name}: '${text.slice(0, 40)}' is no number from 0 to ${max}` }
  return Number(text)
}

/** Reads the options, or says why they cannot be used; unknown names are the codec's to refuse. */
export function settingsOf(options: CodecOptions): Settings | { readonly refused: string } {
  const rangeStdM = numberOf(options, 'rangeStdM')
  if (typeof rangeStdM !== 'number') return rangeStdM
  const azimuthStdDeg = numberOf(options, 'azimuthStdDeg')
  if (typeof azimuthStdDeg !== 'number') return azimuthStdDeg
  const assumedErrorM = numberOf(options, 'assumedErrorM')
  if (typeof assumedErrorM !== 'number') return assumedErrorM
  const named = options['sources']?.split(',').map((one) => one.trim())
  const wrong = named?.find((one) => !SOURCE.test(one))
  if (wrong !== undefined)
    return { refused: `sources: '${wrong.slice(0, 40)}' is not SAC/SIC, as in 25/201` }
  const sources =
    named === undefined ? null : new Set(named.map((one) => one.split('/').map(Number).join('/')))
  return { sources, rangeStdM, azimuthStdDeg, assumedErrorM }
}

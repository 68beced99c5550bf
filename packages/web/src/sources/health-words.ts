import type { Benign, Finding, SensorHealth } from '@holdfast/core/fuse/health'
import { formatMinute } from '../time/index.ts'
import { formatDistance, formatPosition } from '../words/index.ts'
import { KIND_WORD } from './quarantine.ts'
import type { QuarantinedRow } from './quarantine.ts'

/** How what looks wrong may be none, said to somebody who has not read about filters. */
const BENIGN_WORD: Readonly<Record<Benign, string>> = {
  duplicateCode: 'two craft may bear one code',
  singleOutlier: 'it was one report alone',
  groundTest: 'it may be a set under test on the ground',
  fixedStation: 'it is a fixed station',
  receiverDown: 'its receiver may be down',
  manoeuvres: 'what it reports may have turned',
  overstatedErrors: 'its errors are smaller than it says',
  otherSensor: 'another sensor may be the wrong one',
  satelliteGeometry: 'the satellites may have stood badly',
  oneReceiver: 'one receiver alone tells so',
}
/** Names of those concerned that are told before the rest is counted. */
const NAMES_MAX = 3

/** The place on the page of a source's quarantine. */
export const quarantineAnchor = (source: string): string => `quarantine-${source}`

/** Of whom or of where the finding is. */
function subjectOf(
  { source, area, identities }: Finding,
  titles: ReadonlyMap<string, string>,
): string {
  if (source !== null) return titles.get(source) ?? source
  const named = identities.slice(0, NAMES_MAX).join(', ')
  const more = identities.length > NAMES_MAX ? ` and ${identities.length - NAMES_MAX} more` : ''
  const where =
    area === null
      ? ''
      : `within ${formatDistance(area.radiusM)} of ${formatPosition(area.centre, 2)}`
  return [`${named}${more}`, where].filter((part) => part !== '').join(', ')
}

/** One finding in words: what, of whom, since when and by which figure, and what else it may be. */
export function wordsOfFinding(
  finding: Finding,
  titles: ReadonlyMap<string, string>,
): { what: string; subject: string; since: string; figure: string; benign: string | null } {
  const { kind, fromMs, toMs, score, count, benign } = finding
  const often = count === 1 ? 'found once' : `found ${count.toLocaleString('en')} times`
  return {
    what: KIND_WORD[kind],
    subject: subjectOf(finding, titles),
    since: `since ${formatMinute(fromMs)}, last ${formatMinute(toMs)}, ${often}`,
    figure: `${score.toPrecision(2)} times its limit`,
    benign: benign === null ? null : BENIGN_WORD[benign],
  }
}

/** What stands about the source of a finding: it is left out, or it is used as before. Null: it is of no one source. */
export function standingOf(
  { source }: Finding,
  rows: readonly QuarantinedRow[],
): 'quarantined' | 'used' | null {
  if (source === null) return null
  const status = rows.find(({ id }) => id === source)?.quarantine?.status
  return status === 'provisional' || status === 'confirmed' ? 'quarantined' : 'used'
}

const within = (value: number, halfWidth: number): string =>
  `${value.toPrecision(3)} ± ${halfWidth.toPrecision(2)}`

/** The figures of one sensor by its last window: NIS, bias and clock, each beside what it should be. */
export function figuresOf(sensor: SensorHealth): readonly string[] {
  const { nisRatio, nisLow, nisHigh, bias, frame, clockS } = sensor
  const isKept = nisRatio >= nisLow && nisRatio <= nisHigh
  const bounds = `${nisLow.toPrecision(2)} to ${nisHigh.toPrecision(2)}`
  const errors = `errors ${nisRatio.toPrecision(2)} of what it says (${isKept ? 'within' : 'outside'} ${bounds})`
  const units = frame === 'eastNorth' ? ['m east', 'm north'] : ['m of range', 'rad of azimuth']
  // 1.96 standard errors: the interval of 95 %.
  const shifts = (bias ?? []).map(
    ({ value, standardError }, i) => `${within(value, 1.96 * standardError)} ${units[i]}`,
  )
  const clock =
    clockS === null ? [] : [`clock ${within(clockS.value, 1.96 * clockS.standardError)} s`]
  return [errors, ...(shifts.length === 0 ? [] : [`shifted ${shifts.join(', ')}`]), ...clock]
}

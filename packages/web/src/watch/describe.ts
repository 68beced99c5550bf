import type { Picture } from '../api/index.ts'
import type { Pointed } from '../map/index.ts'
import { formatInterval, formatMinute } from '../time/index.ts'
import {
  STANDING_BASIS_WORD,
  STANDING_WORD,
  formatChance,
  formatCount,
  formatDistance,
  formatLikely,
  formatPosition,
  formatSilence,
  formatWhere,
  titleOfEvent,
} from '../words/index.ts'

const REPORTS_SAID = 4
const text = (value: unknown): string => (typeof value === 'string' ? value : '')

function linesOfEvent(picture: Picture, id: string): readonly string[] {
  const event = picture.events.find((one) => one.id === id)
  if (event === undefined) return []
  const candidates = picture.candidates.filter((candidate) => candidate.event === id)
  return [
    `${titleOfEvent(event)} · ${formatLikely(event)}`,
    ...(event.silence === undefined ? [] : [formatSilence(event)]),
    formatInterval(event.observed),
    event.estimate === null
      ? 'no position'
      : `${formatPosition(event.estimate.position, 3)} · ± ${formatDistance(event.estimate.ellipse95.semiMajorM)} × ${formatDistance(event.estimate.ellipse95.semiMinorM)}`,
    `${event.observations.length} of ${picture.observations.length} observations`,
    ...candidates
      .slice(0, 3)
      .map((candidate) => `clause ${candidate.clause}: ${formatChance(candidate)}`),
  ]
}

function linesOfObserver(
  picture: Picture,
  place: string,
  ids: readonly string[],
): readonly string[] {
  const reports = picture.observations.filter(({ id }) => ids.includes(id))
  const said = reports
    .slice(0, REPORTS_SAID)
    .map(
      (report) =>
        `${report.recordId ?? 'report'}: ${formatCount(report.count)}, ${formatWhere(report)}`,
    )
  return [
    `${place}: ${ids.length} ${ids.length === 1 ? 'report' : 'reports'}`,
    ...said,
    ...(reports.length > REPORTS_SAID ? ['…'] : []),
  ]
}

function linesOfSource({ coverage }: Picture, id: string): readonly string[] {
  const source = coverage.sources.find((one) => one.source === id)
  if (source === undefined) return []
  const { title, state, sinceMs, basis, reason, reachM } = source
  return [
    `${title}: ${STANDING_WORD[state]}`,
    sinceMs === null || basis === null
      ? 'nobody said how it stands: that is not the same as up'
      : `since ${formatMinute(sinceMs)}, ${STANDING_BASIS_WORD[basis]}`,
    ...(reason === null ? [] : [reason]),
    reachM > 0 ? `reach ${formatDistance(reachM)}` : 'no reach is stated',
  ]
}

/** What the map says of the thing under the pointer. */
export function describePointed(
  picture: Picture,
  { layer, properties }: Pointed,
): readonly string[] {
  if (layer === 'centres' || layer === 'chosen-ellipse-fills')
    return linesOfEvent(picture, text(properties['id']))
  if (layer === 'coverage-sites') return linesOfSource(picture, text(properties['id']))
  if (layer === 'observers')
    return linesOfObserver(picture, text(properties['place']), text(properties['ids']).split(' '))
  const zone = picture.zones.find(({ id }) => id === properties['id'])
  const line = picture.line.find(({ id }) => id === properties['id'])
  const basis = (layer === 'areas' ? zone : line)?.basis
  const words =
    basis === undefined
      ? []
      : [`${basis.kind === 'assumption' ? 'assumption' : 'source'}: ${basis.source}`]
  return [text(properties['title']), ...words].filter((one) => one !== '')
}

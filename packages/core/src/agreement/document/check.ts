import type { DocumentReader } from '../../units/index.ts'
import { unfair } from './even-handed.ts'
import { PARTIES } from './types.ts'
import type { Agreement, Line, Provision, Zone } from './types.ts'

const quoteAll = (ids: Iterable<string>): string => [...ids].join(', ') || 'none is defined'

/** A reference names something of the document, or is told with what it could have named. */
function checkNames(
  r: DocumentReader,
  { id, path, noun }: { readonly id: string; readonly path: string; readonly noun: string },
  known: ReadonlySet<string>,
): void {
  if (!known.has(id))
    r.refuse(
      path,
      `there is no ${noun} ${id}; define it, or name one of the ${noun}s: ${quoteAll(known)}`,
    )
}

function checkVersions(r: DocumentReader, agreement: Agreement): void {
  const { versions } = agreement
  if (versions.length === 0) r.refuse('versions', 'the list is empty; give at least one version')
  r.refuseRepeats(
    versions.map(({ id }) => id),
    (i) => `versions.${i}.id`,
  )
  versions.forEach((version, i) => {
    const before = versions[i - 1]
    if (before !== undefined && version.fromMs <= before.fromMs)
      r.refuse(
        `versions.${i}.from`,
        `version ${version.id} does not begin after ${before.id}, which stands before it; ` +
          'put the versions in order of time',
      )
  })
}

function checkPlaces(r: DocumentReader, agreement: Agreement): void {
  const { lines, zones } = agreement
  const known = new Set(lines.map(({ id }: Line) => id))
  r.refuseRepeats(
    lines.map(({ id }) => id),
    (i) => `lines.${i}.id`,
  )
  r.refuseRepeats(
    zones.map(({ id }) => id),
    (i) => `zones.${i}.id`,
  )
  for (const { line } of agreement.linesOfContact)
    checkNames(r, { id: line, path: 'lineOfContact', noun: 'line' }, known)
  zones.forEach((zone: Zone, i) => {
    if (zone.kind !== 'withdrawal') return
    for (const party of PARTIES)
      checkNames(
        r,
        { id: zone.lineOf[party], path: `zones.${i}.lineOf.${party}`, noun: 'line' },
        known,
      )
  })
}

function checkWeapons(r: DocumentReader, provision: Provision, path: string): void {
  if (provision.weapons?.length === 0)
    r.refuse(`${path}.weapons`, 'the list is empty; leave it out if every weapon is meant')
  provision.weapons?.forEach(({ calibreFromMm, calibreBelowMm }, i) => {
    if (calibreFromMm !== undefined && calibreBelowMm !== undefined)
      if (calibreFromMm >= calibreBelowMm)
        r.refuse(
          `${path}.weapons.${i}`,
          `no calibre is from ${calibreFromMm} mm and below ${calibreBelowMm} mm; swap the two`,
        )
  })
}

function checkProvision(r: DocumentReader, agreement: Agreement, index: number): void {
  const provision = agreement.provisions[index]
  if (provision === undefined) return
  const path = `provisions.${index}`
  const versions = agreement.versions.map(({ id }) => id)
  const known = new Set(versions)
  const since = provision.sinceVersion
  const until = provision.untilVersion
  checkNames(r, { id: since, path: `${path}.sinceVersion`, noun: 'version' }, known)
  if (until !== undefined) {
    checkNames(r, { id: until, path: `${path}.untilVersion`, noun: 'version' }, known)
    if (known.has(since) && known.has(until) && versions.indexOf(until) <= versions.indexOf(since))
      r.refuse(
        `${path}.untilVersion`,
        `version ${until} does not come after ${since}; name a later one, or leave it out`,
      )
  }
  if (provision.zone !== undefined)
    checkNames(
      r,
      { id: provision.zone, path: `${path}.zone`, noun: 'zone' },
      new Set(agreement.zones.map(({ id }) => id)),
    )
  checkWeapons(r, provision, path)
  r.refuseRepeats(
    (provision.unless ?? []).map(({ id }) => id),
    (i) => `${path}.unless.${i}.id`,
  )
}

function checkThresholds(r: DocumentReader, { thresholds }: Agreement): void {
  const { standards, quorum } = thresholds
  if (standards.length === 0)
    r.refuse('thresholds.standards', 'the list is empty; give at least one standard of proof')
  r.refuseRepeats(
    standards.map(({ id }) => id),
    (i) => `thresholds.standards.${i}.id`,
  )
  standards.forEach(({ id, from, to }, i) => {
    if (from >= to)
      r.refuse(
        `thresholds.standards.${i}`,
        `the band of ${id} runs from ${from} to ${to}; write the lower bound as from`,
      )
  })
  if (!Number.isInteger(quorum))
    r.refuse('thresholds.quorum', `is ${quorum}; write a whole number of nations`)
}

/** Judges what the shape cannot: what refers to what, the order of time, and even-handedness. Errors go to the reader. */
export function checkMeaning(r: DocumentReader, agreement: Agreement): void {
  checkVersions(r, agreement)
  checkPlaces(r, agreement)
  if (agreement.provisions.length === 0)
    r.refuse('provisions', 'the list is empty; give at least one provision')
  const clauses = [...agreement.provisions, ...agreement.obligations].map(({ clause }) => clause)
  const provisions = agreement.provisions.length
  r.refuseRepeats(clauses, (i) =>
    i < provisions ? `provisions.${i}.clause` : `obligations.${i - provisions}.clause`,
  )
  agreement.provisions.forEach((_, i) => checkProvision(r, agreement, i))
  checkThresholds(r, agreement)
  const first = agreement.versions[0]
  agreement.obligations.forEach(({ clause, due }, i) => {
    if (first !== undefined && due.kind === 'at' && due.atMs < first.fromMs)
      r.refuse(
        `obligations.${i}.due`,
        `${clause} is due before the first version begins; write a later instant`,
      )
  })
  for (const { path, problem } of unfair(agreement)) r.refuse(path, problem)
}

import type { DocumentReader } from '../../units/index.ts'
import { checkLife, checkObligations } from './check-life.ts'
import { checkRepeats } from './check-names.ts'
import { checkBaseline, checkPlaces } from './check-places.ts'
import { checkProvisions } from './check-provisions.ts'
import { checkRules, checkThresholds } from './check-rules.ts'
import { unfair } from './even-handed.ts'
import type { Agreement } from './types.ts'

function checkVersions(r: DocumentReader, agreement: Agreement): void {
  const { versions } = agreement
  if (versions.length === 0) r.refuse('versions', 'the list is empty; give at least one version')
  checkRepeats(r, versions, 'versions')
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

function checkWords(r: DocumentReader, { languages, definitions }: Agreement): void {
  r.refuseRepeats(
    languages.map(({ code }) => code),
    (i) => `languages.${i}.code`,
  )
  r.refuseRepeats(
    definitions.map(({ term }) => term),
    (i) => `definitions.${i}.term`,
  )
}

/** Judges what the shape cannot: what refers to what, the order of time, and even-handedness. Errors go to the reader. */
export function checkMeaning(r: DocumentReader, agreement: Agreement): void {
  checkVersions(r, agreement)
  checkWords(r, agreement)
  checkLife(r, agreement)
  checkPlaces(r, agreement)
  checkBaseline(r, agreement)
  checkProvisions(r, agreement)
  checkRules(r, agreement)
  checkThresholds(r, agreement)
  checkObligations(r, agreement)
  for (const { path, problem } of unfair(agreement)) r.refuse(path, problem)
}

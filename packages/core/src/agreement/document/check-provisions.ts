import type { DocumentReader } from '../../units/index.ts'
import { checkExcuses } from './check-excuses.ts'
import { checkWhat } from './check-life.ts'
import { checkName, checkNames, idsOf } from './check-names.ts'
import type { Agreement, Provision } from './types.ts'

interface At {
  readonly provision: Provision
  readonly path: string
}

function checkInterval(r: DocumentReader, agreement: Agreement, { provision, path }: At): void {
  const versions = agreement.versions.map(({ id }) => id)
  const names = { noun: 'version', known: new Set(versions) }
  const { sinceVersion: since, untilVersion: until } = provision
  checkName(r, { id: since, path: `${path}.sinceVersion` }, names)
  if (until === undefined) return
  checkName(r, { id: until, path: `${path}.untilVersion` }, names)
  const { known } = names
  if (known.has(since) && known.has(until) && versions.indexOf(until) <= versions.indexOf(since))
    r.refuse(
      `${path}.untilVersion`,
      `version ${until} does not come after ${since}; name a later one, or leave it out`,
    )
}

function checkWeapons(r: DocumentReader, { provision, path }: At): void {
  if (provision.weapons?.length === 0)
    r.refuse(`${path}.weapons`, 'the list is empty; leave it out if every weapon is meant')
  provision.weapons?.forEach(({ classes, terms, calibreFromMm, calibreBelowMm }, i) => {
    if (classes?.length === 0)
      r.refuse(
        `${path}.weapons.${i}.classes`,
        'the list is empty; leave it out if every class is meant',
      )
    if (terms?.length === 0)
      r.refuse(
        `${path}.weapons.${i}.terms`,
        'the list is empty; leave it out if every term is meant',
      )
    if (calibreFromMm !== undefined && calibreBelowMm !== undefined)
      if (calibreFromMm >= calibreBelowMm)
        r.refuse(
          `${path}.weapons.${i}`,
          `no calibre is from ${calibreFromMm} mm and below ${calibreBelowMm} mm; swap the two`,
        )
  })
}

function checkReferences(r: DocumentReader, agreement: Agreement, { provision, path }: At): void {
  const { zone, phases, breach, terms, wording } = provision
  if (zone !== undefined)
    checkName(
      r,
      { id: zone, path: `${path}.zone` },
      { noun: 'zone', known: idsOf(agreement.zones) },
    )
  if (phases?.length === 0)
    r.refuse(`${path}.phases`, 'the list is empty; leave it out if the clause binds in every phase')
  const phaseNames = { noun: 'phase', known: idsOf(agreement.phases) }
  checkNames(r, { ids: phases ?? [], path: `${path}.phases` }, phaseNames)
  if (breach !== undefined)
    checkName(
      r,
      { id: breach, path: `${path}.breach` },
      {
        noun: 'kind of breach',
        many: 'kinds of breach',
        known: idsOf(agreement.thresholds.breaches),
      },
    )
  const defined = new Set(agreement.definitions.map(({ term }) => term))
  checkNames(r, { ids: terms ?? [], path: `${path}.terms` }, { noun: 'term', known: defined })
  const codes = new Set(agreement.languages.map(({ code }) => code))
  for (const code of Object.keys(wording ?? {}))
    checkName(r, { id: code, path: `${path}.wording.${code}` }, { noun: 'language', known: codes })
}

const STARTS = {
  noun: 'version, phase or fact',
  many: 'versions, phases and facts',
  lists: ['versions', 'phases', 'facts'],
} as const

/** What provisions name, when they hold, and that each has its own clause. */
export function checkProvisions(r: DocumentReader, agreement: Agreement): void {
  const { provisions, obligations } = agreement
  if (provisions.length === 0)
    r.refuse('provisions', 'the list is empty; give at least one provision')
  const clauses = [...provisions, ...obligations].map(({ clause }) => clause)
  r.refuseRepeats(clauses, (i) =>
    i < provisions.length
      ? `provisions.${i}.clause`
      : `obligations.${i - provisions.length}.clause`,
  )
  provisions.forEach((provision, i) => {
    const at = { provision, path: `provisions.${i}` }
    checkInterval(r, agreement, at)
    checkWeapons(r, at)
    checkReferences(r, agreement, at)
    checkExcuses(r, agreement, at)
    if (provision.after !== undefined)
      checkWhat(r, agreement, { what: provision.after.what, path: `${at.path}.from.after` }, STARTS)
  })
}

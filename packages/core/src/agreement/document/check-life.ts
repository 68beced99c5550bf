import type { DocumentReader } from '../../units/index.ts'
import { checkName, checkNames, checkRepeats, idsOf } from './check-names.ts'
import type { Names } from './check-names.ts'
import type { Agreement, AgreementPhase, DeploymentGate } from './types.ts'

const shared = (first: readonly string[], second: readonly string[]): string | undefined =>
  first.find((one) => second.includes(one))

function checkPhase(
  r: DocumentReader,
  { phase, index }: { readonly phase: AgreementPhase; readonly index: number },
  facts: Names,
): void {
  const { id, entry, exit, lastsMs, renewal } = phase
  const path = `phases.${index}`
  checkNames(r, { ids: entry, path: `${path}.entry` }, facts)
  checkNames(r, { ids: exit, path: `${path}.exit` }, facts)
  if (entry.length === 0 && index > 0)
    r.refuse(
      `${path}.entry`,
      `phase ${id} has no fact to enter it by, and only the first phase begins with the first version; ` +
        'name a fact, or put it first',
    )
  const both = shared(entry, exit)
  if (both !== undefined)
    r.refuse(
      `${path}.exit`,
      `${both} enters phase ${id} and ends it, so that it never holds; take it out of one of the two`,
    )
  if (renewal === undefined) return
  checkName(r, { id: renewal, path: `${path}.renewal` }, facts)
  if (lastsMs === undefined)
    r.refuse(
      `${path}.renewal`,
      `phase ${id} does not say how long it lasts, so that nothing is renewed; add lastsDays, or remove renewal`,
    )
  if (exit.includes(renewal))
    r.refuse(
      `${path}.renewal`,
      `${renewal} renews phase ${id} and ends it; take it out of one of the two`,
    )
}

function checkGate(
  r: DocumentReader,
  { gate, path }: { readonly gate: DeploymentGate; readonly path: string },
  facts: Names,
): void {
  const { id, needs, barredBy } = gate
  if (needs.length === 0)
    r.refuse(`${path}.needs`, 'the list is empty; name the facts that must hold before it opens')
  checkNames(r, { ids: needs, path: `${path}.needs` }, facts)
  checkNames(r, { ids: barredBy, path: `${path}.barredBy` }, facts)
  const both = shared(needs, barredBy)
  if (both !== undefined)
    r.refuse(
      `${path}.barredBy`,
      `gate ${id} needs ${both} and is barred by it, so that it never opens; take it out of one of the two`,
    )
}

/** Facts, phases and gates. */
export function checkLife(r: DocumentReader, { facts, phases, gates }: Agreement): void {
  checkRepeats(r, facts, 'facts')
  checkRepeats(r, phases, 'phases')
  checkRepeats(r, gates, 'gates')
  const names = { noun: 'fact', known: idsOf(facts) }
  phases.forEach((phase, index) => checkPhase(r, { phase, index }, names))
  gates.forEach((gate, i) => checkGate(r, { gate, path: `gates.${i}` }, names))
}

/** What a time may run from: the lists of the document, and what their items are called. */
interface Starts {
  readonly noun: string
  readonly many: string
  readonly lists: readonly ('versions' | 'phases' | 'facts')[]
}

const DUTY_STARTS: Starts = {
  noun: 'phase or fact',
  many: 'phases and facts',
  lists: ['phases', 'facts'],
}

/** What a time runs from is there, and is one thing only. */
export function checkWhat(
  r: DocumentReader,
  agreement: Agreement,
  { what, path }: { readonly what: string; readonly path: string },
  { noun, many, lists }: Starts,
): void {
  const ids = lists.map((list) => idsOf(agreement[list]))
  checkName(r, { id: what, path }, { noun, many, known: new Set(ids.flatMap((one) => [...one])) })
  const named = lists.filter((_, i) => ids[i]?.has(what) === true).map((list) => list.slice(0, -1))
  if (named.length > 1)
    r.refuse(path, `a ${named.join(' and a ')} are both named ${what}; rename one of them`)
}

/** By when duties are due: never before the text begins, and after something that the text has. */
export function checkObligations(r: DocumentReader, agreement: Agreement): void {
  const first = agreement.versions[0]
  agreement.obligations.forEach(({ clause, due }, i) => {
    const path = `obligations.${i}.due`
    if (due.kind === 'after')
      checkWhat(r, agreement, { what: due.what, path: `${path}.after` }, DUTY_STARTS)
    else if (first !== undefined && due.atMs < first.fromMs)
      r.refuse(path, `${clause} is due before the first version begins; write a later instant`)
  })
}

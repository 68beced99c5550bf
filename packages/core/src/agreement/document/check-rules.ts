import { HOUR_MS } from '../../units/index.ts'
import type { DocumentReader, DurationMs } from '../../units/index.ts'
import { checkName, checkRepeats, idsOf } from './check-names.ts'
import type { Agreement, BreachKind, RepairWindowRule } from './types.ts'

/** The rules of notified activities, for references. */
export const notifiedNames = (
  agreement: Agreement,
): { readonly noun: string; readonly many: string; readonly known: ReadonlySet<string> } => ({
  noun: 'rule of notified activities',
  many: 'rules of notified activities',
  known: idsOf(agreement.notified),
})

const hours = (ms: DurationMs): string => `${ms / HOUR_MS} h`

function checkRepair(
  r: DocumentReader,
  agreement: Agreement,
  { rule, path }: { readonly rule: RepairWindowRule; readonly path: string },
): void {
  const { noticeMs, guaranteesMs, goMs, clause } = rule
  const known = new Set(agreement.provisions.map((provision) => provision.clause))
  checkName(r, { id: clause, path: `${path}.clause` }, { noun: 'clause', known })
  if (guaranteesMs > noticeMs)
    r.refuse(
      `${path}.guaranteesHours`,
      `guarantees are due ${hours(guaranteesMs)} before a window that is asked for only ${hours(noticeMs)} before; ` +
        'write fewer hours, or more noticeHours',
    )
  if (goMs > guaranteesMs)
    r.refuse(
      `${path}.goHours`,
      `go or no-go is due ${hours(goMs)} before the window, and the guarantees only ${hours(guaranteesMs)} before; ` +
        'write fewer hours, or more guaranteesHours',
    )
}

/** Notified activities, repair windows and benign explanations. */
export function checkRules(r: DocumentReader, agreement: Agreement): void {
  const { notified, repairs, benign } = agreement
  checkRepeats(r, notified, 'notified')
  checkRepeats(r, repairs, 'repairs')
  checkRepeats(r, benign, 'benign')
  repairs.forEach((rule, i) => checkRepair(r, agreement, { rule, path: `repairs.${i}` }))
  benign.forEach((rule, i) => {
    if (rule.explains.length === 0)
      r.refuse(
        `benign.${i}.explains`,
        'the list is empty; name the kinds of event that it may explain',
      )
    if (rule.notified !== undefined)
      checkName(r, { id: rule.notified, path: `benign.${i}.notified` }, notifiedNames(agreement))
  })
}

const checkQuorum = (r: DocumentReader, quorum: number, path: string): void => {
  if (!Number.isInteger(quorum)) r.refuse(path, `is ${quorum}; write a whole number of nations`)
}

function checkBreach(
  r: DocumentReader,
  { breach, path }: { readonly breach: BreachKind; readonly path: string },
  known: ReadonlySet<string>,
): void {
  const standards = { noun: 'standard of proof', many: 'standards of proof', known }
  for (const key of ['standard', 'attributionStandard'] as const)
    checkName(r, { id: breach[key], path: `${path}.${key}` }, standards)
  if (breach.quorum !== undefined) checkQuorum(r, breach.quorum, `${path}.quorum`)
}

/** Standards of proof, quorums, and kinds of breach. */
export function checkThresholds(r: DocumentReader, { thresholds }: Agreement): void {
  const { standards, quorum, breaches } = thresholds
  if (standards.length === 0)
    r.refuse('thresholds.standards', 'the list is empty; give at least one standard of proof')
  checkRepeats(r, standards, 'thresholds.standards')
  standards.forEach(({ id, from, to }, i) => {
    if (from >= to)
      r.refuse(
        `thresholds.standards.${i}`,
        `the band of ${id} runs from ${from} to ${to}; write the lower bound as from`,
      )
  })
  checkQuorum(r, quorum, 'thresholds.quorum')
  checkRepeats(r, breaches, 'thresholds.breaches')
  breaches.forEach((breach, i) =>
    checkBreach(r, { breach, path: `thresholds.breaches.${i}` }, idsOf(standards)),
  )
}

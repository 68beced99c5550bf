/** What explains an event without a breach, and what it takes to find one. */
import type { DocumentReader, Fields } from '../../units/index.ts'
import { given, readHours, readId, readParts, readTerm, readText, readTitle } from './fields.ts'
import { AGREEMENT_LIMITS, QUORUM_MAX } from './limits.ts'
import type { Agreement, BenignRule, BreachKind, NotifiedRule, RepairWindowRule } from './types.ts'
import { ACTIVITIES, ADDRESSEES, EVENT_KINDS } from './words.ts'

const UNIT = { min: 0, max: 1 }
const QUORUM = { min: 2, max: QUORUM_MAX }

const readNotified = (r: DocumentReader, f: Fields): NotifiedRule => ({
  id: readId(r, f, 'id'),
  title: readTitle(r, f),
  activity: r.oneOf(f, 'activity', ACTIVITIES),
  noticeMs: readHours(r, f, 'noticeHours'),
  to: r.oneOf(f, 'to', ADDRESSEES),
  says: f.value['says'] === undefined ? [] : r.texts(f, 'says', AGREEMENT_LIMITS.says),
  explains: f.value['explains'] === undefined ? [] : r.someOf(f, 'explains', EVENT_KINDS),
  source: readText(r, f, 'source'),
})

const readRepair = (r: DocumentReader, f: Fields): RepairWindowRule => ({
  id: readId(r, f, 'id'),
  title: readTitle(r, f),
  noticeMs: readHours(r, f, 'noticeHours'),
  guaranteesMs: readHours(r, f, 'guaranteesHours'),
  goMs: readHours(r, f, 'goHours'),
  presence: r.boolean(f, 'presence'),
  clause: readId(r, f, 'clause'),
  source: readText(r, f, 'source'),
})

const readBenign = (r: DocumentReader, f: Fields): BenignRule => ({
  id: readId(r, f, 'id'),
  title: readTitle(r, f),
  explains: r.someOf(f, 'explains', EVENT_KINDS),
  ...given(f, 'notified', 'notified', (key) => readId(r, f, key)),
})

/** Notified activities, repair windows and benign explanations; each list may be absent. */
export function readRules(
  r: DocumentReader,
  f: Fields,
): Pick<Agreement, 'notified' | 'repairs' | 'benign'> {
  const { notified, repairs, benign } = AGREEMENT_LIMITS
  return {
    notified: readParts(r, f, 'notified', notified).map((rule) => readNotified(r, rule)),
    repairs: readParts(r, f, 'repairs', repairs).map((rule) => readRepair(r, rule)),
    benign: readParts(r, f, 'benign', benign).map((rule) => readBenign(r, rule)),
  }
}

const readBreach = (r: DocumentReader, f: Fields): BreachKind => ({
  id: readId(r, f, 'id'),
  title: readTitle(r, f),
  standard: readId(r, f, 'standard'),
  attributionStandard: readId(r, f, 'attributionStandard'),
  ...given(f, 'quorum', 'quorum', (key) => r.number(f, key, QUORUM)),
  ...given(f, 'screening', 'screening', (key) => r.number(f, key, UNIT)),
  ...given(f, 'occurredUnheardHours', 'occurredUnheardMs', (key) => readTerm(r, f, key)),
})

/** Screening, standards of proof, quorum and hours, and the kinds of breach that have their own. */
export function readThresholds(r: DocumentReader, f: Fields): Agreement['thresholds'] {
  const { standards, breaches } = AGREEMENT_LIMITS
  return {
    screening: r.number(f, 'screening', UNIT),
    standards: r.maps(f, 'standards', standards).map((standard) => ({
      id: readId(r, standard, 'id'),
      title: readTitle(r, standard),
      from: r.number(standard, 'from', UNIT),
      to: r.number(standard, 'to', UNIT),
    })),
    quorum: r.number(f, 'quorum', QUORUM),
    occurredUnheardMs: readTerm(r, f, 'occurredUnheardHours'),
    partiesHeardMs: readTerm(r, f, 'partiesHeardHours'),
    breaches: readParts(r, f, 'breaches', breaches).map((breach) => readBreach(r, breach)),
  }
}

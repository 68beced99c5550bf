/**
 * Goal: what was adopted before a text had all of its parts folds into one that has them, and nothing else changes.
 * Method: an entry's value as it was then, and as a document is read now; both through `completed`.
 */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { isRefused } from '../../units/index.ts'
import { BARE, balanceOf, completed, lintAgreement, parseAgreement } from '../index.ts'

const parsed = parseAgreement(
  JSON.parse(readFileSync(new URL('whole.example.json', import.meta.url), 'utf8')),
  () => '',
)
if (isRefused(parsed)) throw new Error(parsed.refused)
const whole = parsed

/** The value of an entry from before: one line of contact, instants in place of deadlines, no kinds of breach. */
function oldEntry(): object {
  const gone = new Set([...Object.keys(BARE), 'linesOfContact'])
  const kept = Object.fromEntries(Object.entries(whole).filter(([key]) => !gone.has(key)))
  const { breaches: _, ...thresholds } = whole.thresholds
  return {
    ...kept,
    lineOfContact: 'line',
    thresholds,
    obligations: [
      { clause: 'O1', title: 't', source: 's', dueMs: 7, party: 'A', why: 'B has none' },
    ],
  }
}

test('a value that is whole is the same object', () => {
  expect(completed(whole)).toBe(whole)
})

test('an old entry gets the parts that it lacks, and keeps what it has', () => {
  const old = oldEntry()
  const kept = structuredClone(old)
  const full = completed(old)
  expect(full).toEqual({
    ...whole,
    ...BARE,
    linesOfContact: [{ line: 'line', fromMs: 0 }],
    thresholds: { ...whole.thresholds, breaches: [] },
    obligations: [
      {
        clause: 'O1',
        title: 't',
        source: 's',
        due: { kind: 'at', atMs: 7 },
        kind: 'other',
        party: 'A',
        why: 'B has none',
      },
    ],
  })
  expect(old).toEqual(kept)
  expect(completed(full)).toBe(full)
})

test('what is missing alone is added: each part, one at a time', () => {
  for (const key of Object.keys(BARE)) {
    const without = Object.fromEntries(Object.entries(whole).filter(([one]) => one !== key))
    expect(completed(without)).toEqual({ ...whole, [key]: BARE[key as keyof typeof BARE] })
  }
  expect(completed({ id: 'stub' })).toMatchObject({ id: 'stub', zones: [], linesOfContact: [] })
})

test('an old entry may be weighed and remarked on', () => {
  const old = oldEntry() as typeof whole
  expect(balanceOf(old)).toMatchObject({
    onlyA: 1,
    places: [{ path: 'zones.5', party: 'A', why: 'only A has posts there' }],
  })
  expect(lintAgreement(old).map(({ rule }) => rule)).toContain('provision-unreachable')
})

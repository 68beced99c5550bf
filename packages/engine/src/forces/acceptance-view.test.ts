/**
 * Goal: questions weigh the acceptance table in force and say which; an adopted one takes the place of what ships for every
 * nation, and is read back as what was adopted (G20). Method: one line that two nations could fill, and tables that object to
 * the one or to the other: who serves tells which was weighed.
 */
import { initial, type GenerateState } from '@holdfast/core/generate'
import { parseAcceptance, type AcceptanceTable } from '@holdfast/core/generate/acceptance'
import { isRefused } from '@holdfast/core/units'
import { afterAll, expect, test } from 'vitest'
import { lineOf, planner, play, pledgeOf } from '../../../../tests/support/force-register.ts'
import { shippedAcceptance, shippedStatements } from '../shipped/index.ts'
import { ForceDesk } from './index.ts'

const open: GenerateState = play(initial, [
  [{ type: 'recordRequirement', requirement: lineOf() }, planner('ZZZ')],
  [{ type: 'recordPledge', pledge: pledgeOf() }, planner('XAA')],
  [{ type: 'recordPledge', pledge: pledgeOf({ id: 'XAB-1', nation: 'XAB' }) }, planner('XAB')],
])
/** What ships, with one party's objection to a nation besides. */
function objecting(nation: string): AcceptanceTable {
  const shipped = shippedAcceptance()
  if (isRefused(shipped)) throw new Error(shipped.refused)
  const [first] = shipped.views
  if (first === undefined) throw new Error('no view ships')
  const view = { ...first, id: `V-${nation}`, group: null, nation, statement: 'XST-1' }
  const statements = [{ id: 'XST-1', article: 'a note', quote: 'not them' }]
  return { ...shipped, id: `without-${nation}`, statements, views: [view] }
}
const table = (nation: string) => ({ type: 'adoptAcceptance', table: objecting(nation) }) as const
const withTable = play(open, [[table('XAA'), planner('XAA')]])
const amended = play(initial, [
  [table('XAA'), planner('XAA')],
  [{ ...table('XAB'), amends: 0, reason: 'they spoke again' }, planner('XAA')],
])
const asker = { office: 'guarantors', nation: 'XAC' } as const
const desks: ForceDesk[] = []
afterAll(() => Promise.all(desks.map((desk) => desk.close())))
function deskOf(generate: GenerateState): ForceDesk {
  const desk = new ForceDesk({ mission: { generate }, nowMs: 0 }, () => null)
  desks.push(desk)
  return desk
}
interface Told {
  readonly acceptance: { readonly origin: string; readonly entry: number | null }
  readonly lines: readonly { readonly by: readonly { readonly nation: string }[] }[]
}
const served = async (state: GenerateState): Promise<Told> =>
  (await deskOf(state).ask({ kind: 'gaps' }, asker)) as Told

test.each([
  ['the first', withTable, 'XAB', 0],
  ['its amendment', { ...open, acceptances: amended.acceptances }, 'XAA', 1],
] as const)('%s is weighed, and the answer says so', async (_, state, nation, entry) => {
  const { acceptance, lines } = await served(state)
  expect(acceptance).toMatchObject({ origin: 'adopted', entry })
  expect(lines[0]?.by.map((one) => one.nation)).toEqual([nation])
})

test.each([
  { kind: 'whatIf', suppositions: [{ kind: 'withdraws', nation: 'XAA' }] },
  { kind: 'linchpins' },
  { kind: 'asks' },
  { kind: 'postures' },
  { kind: 'credibility', replications: 20 },
])('%j says which table it weighed', async (question) => {
  expect(await deskOf(open).ask(question, asker)).toMatchObject({
    acceptance: { origin: 'shipped', entry: null },
  })
  expect(await deskOf(withTable).ask(question, asker)).toMatchObject({
    acceptance: { origin: 'adopted', id: 'without-XAA', entry: 0 },
  })
})

test('what is in force is read back as it was adopted, with who, when and why', () => {
  const told = deskOf(amended).acceptance(asker) as {
    document: object
    history: object[]
    inForce: { digest: string }
  }
  const statements = shippedStatements()
  if (isRefused(statements)) throw new Error(statements.refused)
  expect(parseAcceptance(told.document, () => 'x', statements)).toEqual(objecting('XAB'))
  expect(told).toMatchObject({
    label: { classification: 'SECRET', releasableTo: ['ALL'] },
    inForce: { origin: 'adopted', id: 'without-XAB', entry: 1 },
    history: [
      { index: 1, amends: 0, reason: 'they spoke again', nation: 'XAA', keeper: 'XAA' },
      { index: 0, amends: null, reason: '', owner: 'Holdfast demonstration planner' },
    ],
  })
  expect(deskOf(open).acceptance(asker)).toMatchObject({
    inForce: { origin: 'shipped', entry: null },
    history: [],
  })
})

test("it is the guarantors' alone, and names no nation by what is hidden", () => {
  for (const office of ['monitor', 'commission'] as const)
    expect(deskOf(open).acceptance({ ...asker, office })).toMatchObject({ status: 403 })
  const hidden = pledgeOf({ id: 'XAD-1', nation: 'XAD', releasableTo: [] })
  const secret = { ...open, pledges: new Map([...open.pledges, [hidden.id, hidden]]) }
  for (const nation of ['XAC', 'XAD'])
    expect(deskOf(secret).acceptance({ ...asker, nation })).toEqual(
      deskOf(open).acceptance({ ...asker, nation }),
    )
})

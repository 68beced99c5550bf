/**
 * Goal: what people say about the register is read member by member, or refused with the member; a capability is a
 * published code. Method: one good command of each type, and each with one thing wrong.
 */
import { describe, expect, test } from 'vitest'
import { faultIn } from './fields.ts'
import { GENERATE_FIELDS } from './generate-fields.ts'
import { readCommand } from './index.ts'
import { pledgeOf, planner, registerOf } from '../../../../tests/support/force-register.ts'
import { dataText, shippedAcceptance } from '../shipped/index.ts'

const unknown = { kind: 'unknown' }
const range = { kind: 'range', min: 1, max: 2, unit: 'troops' }
const sources = [{ article: 'a note', quote: 'words' }]
const pledge = {
  id: 'XAA-1',
  nation: 'XAA',
  title: 'A battalion',
  status: 'offered',
  capability: 'landManoeuvre',
  quantity: range,
  noticeMs: null,
  caveats: [],
  sources,
}
const requirement = {
  id: 'R-1',
  title: 'Troops',
  capability: 'landForce',
  quantity: unknown,
  place: 'inUkraine',
  priority: 1,
  sources,
}
const why = { reason: 'r', sources }
const good: Readonly<Record<string, object>> = {
  recordRequirement: { requirement },
  recordPledge: { pledge },
  recordRegister: { requirements: [requirement], pledges: [pledge] },
  recordAssumption: {
    assumption: {
      id: 'A',
      title: 't',
      owner: 'o',
      date: '2026-03-01',
      about: 'condition:c',
      value: 0.5,
      unit: 'probability',
    },
  },
  recordCondition: {
    condition: { id: 'c', kind: 'ceasefire', title: 't', nation: null, state: 'unknown', sources },
  },
  recordFigure: {
    figure: {
      id: 'f',
      nation: 'XAA',
      basis: 'army',
      quantity: range,
      definition: 'd',
      asOf: '2026',
      sources,
    },
  },
  recordCommitment: {
    commitment: { id: 'c', nation: 'XAA', title: 't', persons: range, sources },
  },
  movePledge: { pledge: 'XAA-1', move: 'commit', ...why },
  liftCaveat: { pledge: 'XAA-1', caveat: 'c', ...why },
  moveCondition: { condition: 'c', state: 'met', ...why },
  adoptAcceptance: { document: dataText('coalition/acceptance.yaml') },
  recordMinute: { minute: { id: 'm', conference: 'c', text: 't', pledges: ['XAA-1'] } },
}
const held = registerOf({ pledges: [pledgeOf(), pledgeOf({ id: 'XAB-1', releasableTo: [] })] })
const holdfast = { mission: { generate: held } } as never
/** A document stands for what is read out of it. */
const readAs = ({ document, ...command }: Record<string, unknown>): object =>
  document === undefined ? command : { ...command, table: shippedAcceptance() }

test('every command of the register has a good one here, and it is read as it stands', async () => {
  expect(Object.keys(good).toSorted()).toEqual(Object.keys(GENERATE_FIELDS).toSorted())
  for (const [type, members] of Object.entries(good)) {
    expect([type, faultIn(members, GENERATE_FIELDS[type] ?? {})]).toEqual([type, null])
    const command = { step: 'generate', type, ...members }
    expect(await readCommand(command, holdfast)).toEqual(readAs(command))
  }
})

test('a command with a member left out, or one more, is refused', async () => {
  for (const [type, members] of Object.entries(good)) {
    const command = { step: 'generate', type, ...members }
    for (const name of Object.keys(members)) {
      const { [name]: _, ...less } = command as Record<string, unknown>
      expect([type, await readCommand(less, holdfast)]).toEqual([
        type,
        { refused: expect.stringContaining(name) as string },
      ])
    }
    expect(await readCommand({ ...command, more: 1 }, holdfast)).toHaveProperty('refused')
  }
})

test.each([
  [{ ...pledge, id: 'with space' }, 'is no id'],
  [{ ...pledge, nation: 'Arden' }, 'is no nation'],
  [{ ...pledge, quantity: { ...range, min: 3 } }, 'has max 2 below min 3'],
  [{ ...pledge, quantity: 5 }, 'is no object'],
  [{ ...pledge, status: 'promised' }, 'is none of stated'],
  [{ ...pledge, releasableTo: ['all'] }, 'is no nation'],
  [{ ...pledge, releasableTo: ['GRB'] }, 'is no nation'],
  [{ ...pledge, caveats: [{ title: 't' }] }, 'category is missing'],
  [
    { ...pledge, capability: 'landManoeuvre', quantity: { ...range, unit: 'bananas' } },
    'in "bananas"; write the unit "troops"',
  ],
  [{ ...pledge, capability: 'deathRay' }, 'which is no code; write one of landManoeuvre'],
])('%j is refused', async (bad, message) => {
  const read = await readCommand({ step: 'generate', type: 'recordPledge', pledge: bad }, holdfast)
  expect(read).toEqual({ refused: expect.stringContaining(message) as string })
})

test.each([
  [{ date: 'notadate' }, 'date is no date; write 2026-03-01, 2026-03 or 2026'],
  [{ date: '2026-13' }, 'date is no date'],
  [{ date: '2026-02-30' }, 'date is no date'],
  [{ about: 'deathRay:prepared' }, 'deathRay, which is no code'],
  [{ about: 'persons:deathRay' }, 'deathRay, which is no code'],
])('an assumption with %j is refused', async (change, message) => {
  const { assumption: whole } = good['recordAssumption'] as { readonly assumption: object }
  const assumption = { ...whole, ...change }
  const read = await readCommand(
    { step: 'generate', type: 'recordAssumption', assumption },
    holdfast,
  )
  expect(read).toEqual({ refused: expect.stringContaining(message) as string })
})

const like = (told: unknown, id: string): string => JSON.stringify(told).replaceAll(id, 'nobody')

const naming = (statement: string) => ({
  step: 'generate',
  type: 'adoptAcceptance',
  document: dataText('coalition/acceptance.yaml').replace(
    'statement: TUR-1',
    `statement: ${statement}`,
  ),
})
const adopting = (statement: string, office: 'guarantors' | 'monitor') =>
  readCommand(naming(statement), holdfast, { ...planner('XAC'), office })

describe('a view of an acceptance table names a statement that stays public', () => {
  test('one that ships passes, and where a name is wrong the line is told', async () => {
    expect(await adopting('RUS-1', 'guarantors')).toMatchObject({ step: 'generate', table: {} })
    expect(await adopting('nobody', 'guarantors')).toEqual({
      refused: expect.stringMatching(
        /^document:\d+:\d+: views\.1\.statement: names "nobody"/,
      ) as string,
    })
  })

  test.each(['guarantors', 'monitor'] as const)(
    'a pledge is answered as what is not there, for it may be narrowed: %s',
    async (office) => {
      const nobody = JSON.stringify(await adopting('nobody', office))
      for (const id of ['XAA-1', 'XAB-1']) expect(like(await adopting(id, office), id)).toBe(nobody)
    },
  )
})

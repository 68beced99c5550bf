/**
 * Goal: questions are answered for one nation from what it may see and nothing else (R6), for the guarantors' office alone,
 * under the highest label (R14); the next question starts from the last answer; bad questions are refused; one that was
 * withdrawn ends, and no other with it. Method: the shipped record and a made-up register through HiGHS; the same register
 * with and without a secret pledge.
 */
import { decide, evolve, initial } from '@holdfast/core/generate'
import type { GenerateCommand, GenerateState, Pledge, Requirement } from '@holdfast/core/generate'
import { OFFICES, type Actor } from '@holdfast/core/nations'
import { isRefused } from '@holdfast/core/units'
import { afterAll, describe, expect, test } from 'vitest'
import { readQuestion } from '../desk/index.ts'
import { shippedCoalition, shippedTaxonomy } from '../shipped/index.ts'
import { ForceDesk } from './index.ts'

/** A planner of the nation, or the deployment itself, which records what ships. */
const actor = (nation: string): Actor => ({
  name: `planner of ${nation}`,
  nation: nation === 'system' ? 'ZZZ' : nation,
  role: nation === 'system' ? 'system' : 'planner',
  office: 'guarantors',
  keyId: 'dev',
})
const label = {
  policy: 'HOLDFAST',
  classification: 'SECRET',
  offices: ['guarantors'],
  releasableTo: ['ALL'],
} as const
function play(state: GenerateState, steps: readonly [GenerateCommand, string][]): GenerateState {
  let [next, index] = [state, 0]
  for (const [command, nation] of steps) {
    const by = actor(nation)
    const decided = decide(next, command, { actor: by, nowMs: 0 })
    if (isRefused(decided)) throw new Error(decided.refused)
    for (const draft of decided.entries) {
      next = evolve(next, { ...draft, index, actor: by, atMs: 0, label })
      index += 1
    }
  }
  return next
}
const troops = (n: number) => ({ kind: 'range', min: n, max: n, unit: 'troops' }) as const
const line: Requirement = {
  id: 'R-1',
  title: 'Troops',
  capability: 'landManoeuvre',
  quantity: troops(1_000),
  place: 'inUkraine',
  priority: 1,
  posture: 'small',
  sources: [],
}
const pledge = (id: string, nation: string, change: Partial<Pledge> = {}): Pledge => ({
  id,
  nation,
  title: 'A battalion',
  status: 'offered',
  capability: 'landManoeuvre',
  quantity: troops(400),
  noticeMs: null,
  caveats: [],
  sources: [],
  ...change,
})
const record = (one: Pledge): [GenerateCommand, string] => [
  { type: 'recordPledge', pledge: one },
  one.nation,
]
const open = play(initial, [
  [{ type: 'recordRequirement', requirement: line }, 'ZZZ'],
  record(pledge('XAA-1', 'XAA')),
])
const secret = play(open, [record(pledge('XAB-1', 'XAB', { releasableTo: ['XAC'] }))])

const desks: ForceDesk[] = []
const deskOf = (generate: GenerateState): ForceDesk => {
  const desk = new ForceDesk({ mission: { generate }, nowMs: 0 }, () => 'a notice')
  desks.push(desk)
  return desk
}
afterAll(() => Promise.all(desks.map((desk) => desk.close())))
const guarantor = (nation: string) => ({ office: 'guarantors', nation }) as const
const without = (answer: object, ...left: readonly string[]): unknown =>
  JSON.parse(
    JSON.stringify(answer, (key, value: unknown) => (left.includes(key) ? undefined : value)),
  )
/** Times differ from run to run; nothing else may. */
const timeless = (answer: object): unknown => without(answer, 'seconds')

const ids = (nation: string) =>
  (
    deskOf(secret).register(guarantor(nation)) as {
      pledges: { id: string; changes: object[] }[]
    }
  ).pledges.map(({ id, changes }) => [id, changes.length])

const kinds = [
  { kind: 'gaps', why: true },
  { kind: 'whatIf', suppositions: [{ kind: 'withdraws', nation: 'XAA' }] },
  { kind: 'linchpins' },
  { kind: 'linchpins', by: 'nation' },
  { kind: 'asks' },
  { kind: 'postures' },
  { kind: 'credibility', replications: 50 },
]

describe('who may ask, and what they are told', () => {
  test.each(kinds)(
    '%j: a secret pledge changes nothing for whom it was not released to',
    async (question) => {
      const [before, within] = [deskOf(open), deskOf(secret)]
      for (const nation of ['XAA', 'ZZZ']) {
        const told = await within.ask(question, guarantor(nation))
        expect(timeless(told)).toEqual(timeless(await before.ask(question, guarantor(nation))))
        expect(JSON.stringify(told)).not.toContain('XAB')
        expect(within.register(guarantor(nation))).toEqual(before.register(guarantor(nation)))
      }
      // Not vacuous: whom it was released to is told something else.
      const told = async (nation: string) =>
        without(await within.ask(question, guarantor(nation)), 'seconds', 'label', 'viewer')
      expect(await told('XAC')).not.toEqual(await told('XAA'))
    },
  )

  test.each(kinds)('%j: bears the highest label, and goes to no other office', async (question) => {
    const desk = deskOf(secret)
    const highest = { classification: 'SECRET', offices: ['guarantors'] }
    expect(await desk.ask(question, guarantor('XAA'))).toMatchObject({
      notice: 'a notice',
      label: { ...highest, releasableTo: ['ALL'] },
    })
    expect(await desk.ask(question, guarantor('XAC'))).toMatchObject({
      label: { ...highest, releasableTo: ['XAC'] },
    })
    for (const office of OFFICES)
      if (office !== 'guarantors') {
        const asker = { office, nation: 'XAC' }
        expect(await desk.ask(question, asker)).toMatchObject({ status: 403 })
        expect(desk.register(asker)).toMatchObject({ status: 403 })
      }
  })

  test('the register tells a nation its own and what is released to it, with its history', () => {
    expect(ids('XAB')).toEqual([
      ['XAA-1', 1],
      ['XAB-1', 1],
    ])
    expect(ids('XAD')).toEqual([['XAA-1', 1]])
  })
})

describe('questions', () => {
  test('an offer at a conference changes the gap, and the next solve starts from the last answer', async () => {
    const mission = { generate: open }
    const desk = new ForceDesk({ mission, nowMs: 0 }, () => null)
    desks.push(desk)
    const first = await desk.ask({ kind: 'gaps' }, guarantor('XAA'))
    expect(first).toMatchObject({ lines: [{ line: 'R-1', shortfall: 600 }] })
    mission.generate = play(open, [record(pledge('XAC-1', 'XAC', { quantity: troops(600) }))])
    const second = (await desk.ask({ kind: 'gaps' }, guarantor('XAA'))) as {
      solution: { assignments: object[] }
    }
    expect(second).toMatchObject({ lines: [{ line: 'R-1', shortfall: 0 }] })
    expect(second.solution.assignments).toEqual(
      expect.arrayContaining((first as typeof second).solution.assignments),
    )
  })

  test('the record that ships is answered: what nobody sized is told, the rest rests on assumptions', async () => {
    const coalition = shippedCoalition()
    if (isRefused(coalition)) throw new Error(coalition.refused)
    const state = play(initial, [[{ type: 'recordCoalition', coalition }, 'system']])
    const desk = deskOf(state)
    const gaps = (await desk.ask(
      { kind: 'gaps', posture: 'under-30k', rotations: 1 },
      guarantor('ZZZ'),
    )) as {
      lines: { line: string; required: number; assumptions: string[]; firm: boolean }[]
      leftOut: object[]
    }
    const found = gaps.lines.find((one) => one.line === 'R-GEN-SMALL')
    expect(found).toMatchObject({ required: 25_000, firm: false })
    // Who waits for a ceasefire is not counted on before one is on record.
    expect(found?.assumptions).toEqual(['A-01', 'A-04'])
    expect(gaps.leftOut.length).toBeGreaterThan(0)
    const asked = { posture: 'under-30k', rotations: 1 }
    const met = { kind: 'condition', condition: 'ceasefire', state: 'met' }
    const truce = (await desk.ask(
      { kind: 'whatIf', suppositions: [met], ...asked },
      guarantor('ZZZ'),
    )) as Record<'before' | 'after', { weightedGap: number }>
    expect(truce.after.weightedGap).toBeLessThan(truce.before.weightedGap)
    const likely = (await desk.ask({ kind: 'credibility', ...asked }, guarantor('ZZZ'))) as {
      chances: { about: string; probability: number | null; assumption: { owner: string } | null }[]
    }
    const drawn = likely.chances.filter(({ about }) => about.startsWith('condition:'))
    expect(drawn.map(({ about }) => about)).toEqual([
      'condition:ceasefire',
      'condition:mandate-un',
      'condition:us-backstop',
    ])
    for (const { probability, assumption } of drawn)
      expect([probability === null, assumption?.owner]).toEqual([
        false,
        'Holdfast demonstration planner',
      ])
  })

  test('the register bears the published codes of capabilities', () => {
    const taxonomy = shippedTaxonomy()
    if (isRefused(taxonomy)) throw new Error(taxonomy.refused)
    const { capabilities } = deskOf(initial).register(guarantor('XAA')) as {
      capabilities: object[]
    }
    expect(capabilities).toEqual([...taxonomy.capabilities.values()])
    expect(capabilities).toContainEqual(
      expect.objectContaining({ code: 'landManoeuvre', title: 'Land manoeuvre', unit: 'troops' }),
    )
  })

  test.each([
    [null, 'names its kind'],
    [{ kind: 'targets' }, 'one of gaps, whatIf'],
    [{ kind: 'gaps', nation: 'XAB' }, 'nation is not known here'],
    [{ kind: 'gaps', rotations: 0 }, 'rotations is no whole number from 1 to 24'],
    [{ kind: 'gaps', posture: 'huge' }, 'there is no posture "huge"; the register has small'],
    [{ kind: 'whatIf', suppositions: [] }, 'suppositions is empty'],
    [
      {
        kind: 'whatIf',
        suppositions: [
          { kind: 'offers', pledge: pledge('XAC-9', 'XAC', { capability: 'deathRay' }) },
        ],
      },
      'XAC-9 has the capability deathRay, which is no code',
    ],
    [{ kind: 'whatIf', suppositions: [{ kind: 'hopes' }] }, 'has a kind that is none of withdraws'],
    [{ kind: 'whatIf', suppositions: [{ kind: 'withdraws' }] }, 'nation is missing'],
    [
      { kind: 'whatIf', suppositions: [{ kind: 'withdraws', nation: 'XAB' }] },
      'XAB has no pledge here',
    ],
    [{ kind: 'credibility', replications: 1e9 }, 'replications is no whole number'],
  ])('%j is refused', async (question, message) => {
    const answer = await deskOf(secret).ask(question, guarantor('XAA'))
    expect(answer).toMatchObject({
      refused: expect.stringContaining(message) as string,
      status: 422,
    })
  })

  test.each(kinds)(
    '%j withdrawn on the way is not answered, the one beside it is',
    async (question) => {
      const desk = deskOf(open)
      const away = new AbortController()
      const [answer, other] = [
        desk.ask(question, guarantor('XAA'), away.signal),
        desk.ask({ kind: 'gaps' }, guarantor('XAA')),
      ]
      away.abort()
      const withdrawn = { refused: expect.stringContaining('withdrawn') as string, status: 503 }
      expect(await answer).toMatchObject(withdrawn)
      expect(await other).toMatchObject({ lines: [{ line: 'R-1', shortfall: 600 }] })
      expect(await desk.ask(question, guarantor('XAA'), AbortSignal.abort())).toMatchObject(
        withdrawn,
      )
      expect(await desk.ask(question, guarantor('XAA'))).not.toHaveProperty('refused')
    },
  )

  test('a question is read as it stands', () => {
    const question = { kind: 'asks', most: 3, posture: null, gap: 0.1 }
    expect(readQuestion(question)).toEqual(question)
  })
})

test('every capability of the record that ships is a code or maps to one', () => {
  const [taxonomy, coalition] = [shippedTaxonomy(), shippedCoalition()]
  if (isRefused(taxonomy) || isRefused(coalition)) throw new Error('cannot be read')
  const { requirements, pledges, exclusions, assessments } = coalition
  for (const { capability } of [...requirements, ...pledges, ...exclusions, ...assessments])
    expect([capability, taxonomy.codes.has(capability)]).toEqual([capability, true])
  expect(taxonomy.capabilities.size).toBeGreaterThan(25)
})

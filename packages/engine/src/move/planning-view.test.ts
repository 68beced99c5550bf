/**
 * Goal: a planning document comes to the same on the page as by the command, results before assumptions, the adopted one in
 * place of the one that ships, and adopted as it was written. Method: every document that ships through the view and through
 * core by itself; each adopted by a command as it comes from outside, spoilt ones refused with their line.
 */
import { describe, expect, test } from 'vitest'
import { decide, evolve, initial } from '@holdfast/core/move'
import type { MoveState } from '@holdfast/core/move'
import { PLAN_NAMES, answerOf, workOutNamed } from '@holdfast/core/move/planning'
import type { PlanningAnswer } from '@holdfast/core/move/planning'
import type { Actor } from '@holdfast/core/nations'
import type { Draft, Entry } from '@holdfast/core/evidence'
import { isRefused, type Refused } from '@holdfast/core/units'
import { readCommand } from '../desk/index.ts'
import type { Holdfast } from '../runtime/index.ts'
import { dataText, shippedPlanDocument } from '../shipped/index.ts'
import { PlanningView } from './planning-view.ts'

const planner: Actor = {
  name: 'Lind',
  nation: 'XAA',
  role: 'planner',
  office: 'guarantors',
  keyId: '',
}
const good = <T extends object>(value: T): Exclude<T, Refused> => {
  if (isRefused(value)) throw new Error(value.refused)
  return value as Exclude<T, Refused>
}
/** The state after a document that comes from outside is adopted, or why it is not. */
async function adopted(text: string, state: MoveState = initial): Promise<MoveState | string> {
  const asked = { step: 'move', type: 'adoptDocument', document: text }
  const command = await readCommand(asked, {} as Holdfast)
  if (isRefused(command)) return command.refused
  if (command.step !== 'move') throw new Error(command.step)
  const decided = decide(state, command, { actor: planner, nowMs: 1 })
  if (isRefused(decided)) return decided.refused
  const entry = (draft: Draft): Entry =>
    ({ ...draft, index: 3, actor: planner, atMs: 1 }) as unknown as Entry
  return decided.entries.reduce((now, draft) => evolve(now, entry(draft)), state)
}

test('the hours of a day are told once each, those that are alike together; shares in per cent', () => {
  const air = good(new PlanningView().planning('air', initial))
  const rows = air.tables.find(({ columns }) => columns[0] === 'hours UTC')?.rows ?? []
  const spans = rows.map(([hours]) => String(hours).split(' to ').map(Number))
  expect(
    spans.flatMap(([from = 0, until = 0]) =>
      Array.from({ length: until - from }, (_, i) => from + i),
    ),
  ).toEqual(Array.from({ length: 24 }, (_, hour) => hour))
  for (const [i, [, ...cells]] of rows.entries())
    expect(cells).not.toEqual((rows[i + 1] ?? []).slice(1))
  expect(air.results[1]?.now).toMatch(/^\d+\.\d %$/)
})

describe.each(PLAN_NAMES)('%s', (name) => {
  const view = new PlanningView()
  const shipped: PlanningAnswer = good(view.planning(name, initial))

  test('that ships is worked out as the command works it out, under the highest label', () => {
    const { document } = good(shippedPlanDocument(name))
    const told = good(workOutNamed(name, document, () => ''))
    const { origin, digest } = shipped
    expect(shipped).toEqual(answerOf(told, { name, origin, adopted: null, digest }))
    expect(origin).toBe('shipped')
    // What every nation of the office is told says that it is told them; what one worked out of a file is released to nobody.
    expect(shipped.label).toMatchObject({ classification: 'SECRET', offices: ['guarantors'] })
    expect([shipped.label.releasableTo, told.label.releasableTo]).toEqual([['ALL'], []])
    expect(shipped.tables.length).toBeGreaterThan(1)
    expect(shipped.results.length).toBe(shipped.hangsOn.length)
    expect(JSON.stringify(shipped)).not.toMatch(/NaN|undefined|Infinity|null,null/)
    for (const { owner, date } of shipped.assumptions) expect(`${owner} ${date}`).toMatch(/\w+ \d/)
  })

  test('is adopted as it was written, once, and stands in place of the one that ships', async () => {
    const text = dataText(`plans/${name}.yaml`).replace(/^title: .*$/m, 'title: Our own')
    const state = await adopted(text)
    if (typeof state === 'string') throw new Error(state)
    const own = good(view.planning(name, state))
    expect(own).toMatchObject({
      origin: 'adopted',
      title: 'Our own',
      adopted: { index: 3, by: 'Lind' },
    })
    expect(own.tables).toEqual(shipped.tables)
    expect(own.digest).not.toBe(shipped.digest)
    expect(await adopted(text, state)).toMatch(/is in force already/)
    expect(good(view.planning(name, initial)).title).toBe(shipped.title)
  })

  test('that is wrong is refused with its line', async () => {
    const text = dataText(`plans/${name}.yaml`)
    expect(await adopted(`${text}\ncolour: red\n`)).toMatch(
      /document:\d+:\d+: colour: this key is not known/,
    )
    expect(await adopted(text.replace(/^kind: .*$/m, 'kind: cooking'))).toMatch(
      /kind: is "cooking"/,
    )
  })
})

test('there is no other kind', () => {
  expect(new PlanningView().planning('cooking', initial)).toMatchObject({
    status: 404,
    refused: expect.stringMatching(/say one of air, sea, sites/) as string,
  })
})

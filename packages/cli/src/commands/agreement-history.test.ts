/**
 * Goal: a record judged anew under the text of its day agrees with what stands in it, and whatever does not agree is seen:
 * another text, another code, a candidate that an incident took up otherwise. Method: a real deployment with two texts
 * adopted in turn; then candidates are planted in its projections as another code would have left them.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Candidate } from '@holdfast/core/agreement'
import { DAY_MS } from '@holdfast/core/units'
import {
  AMENDED,
  amendedRecord,
  day,
  type AmendedRecord,
} from '../../../../tests/support/amended-record.ts'
import { printedBy } from '../../../../tests/support/printed.ts'
import { removeDir } from '../../../../tests/support/small-deployment.ts'
import { addAgreement } from './agreement.ts'
import { SKELETON } from './agreement-skeleton.ts'

interface Told {
  readonly texts: readonly { entry: number; version: string; events: number; candidates: number }[]
  readonly events: number
  readonly stands: Readonly<Record<'same' | 'added' | 'dropped' | 'changed', number>> & {
    clauses: { clause: string; fields: Record<string, number> }[]
  }
  readonly takenUp: Readonly<Record<'same' | 'added' | 'dropped' | 'changed', number>>
}

let record: AmendedRecord
beforeAll(async () => {
  record = await amendedRecord('history')
}, 60_000)
let printed = ''
/** Runs `holdfast agreement …` on the record; what it prints. Refused, `printed` holds what it had printed before. */
async function run(...words: readonly string[]): Promise<string> {
  const program = new Command('holdfast')
  addAgreement(program)
  printed = ''
  return await printedBy(program, ['agreement', ...words, '--data', record.dir], (text) => {
    printed += text
  })
}
afterAll(() => {
  removeDir(record.dir)
})

describe('the record under the text of its day', () => {
  test('each event has the text that was adopted then, and stands as it stood', async () => {
    const told = JSON.parse(await run('history', '--json', '--strict')) as Told
    expect(told.events).toBe(3)
    expect(told.texts.map(({ events, candidates }) => [events, candidates])).toEqual([
      [2, 2],
      [1, 2],
    ])
    expect(told.texts[0]?.entry).toBeLessThan(told.texts[1]?.entry ?? 0)
    // Four of events and a duty past its deadline; one of each was taken up.
    expect(told.stands).toMatchObject({ same: 5, added: 0, dropped: 0, changed: 0 })
    expect(told.takenUp).toMatchObject({ same: 2, added: 0, dropped: 0, changed: 0 })
  })

  test('a window of days holds the later events only', async () => {
    // The record is opened by the machine's clock: as many days as lie between.
    const days = Math.ceil((Date.now() - day(3)) / DAY_MS)
    expect(await run('history', '--days', String(days))).toContain('  1 events; 0 before any text')
  })

  test('what an amendment would have changed in the record', async () => {
    const [before, after] = [join(record.dir, 'before.yaml'), join(record.dir, 'after.yaml')]
    writeFileSync(before, SKELETON)
    writeFileSync(after, AMENDED)
    const told = JSON.parse(await run('diff', before, after, '--days', '36600', '--json')) as {
      candidates: { events: number; diff: object }
    }
    expect(told.candidates).toMatchObject({ events: 3, diff: { added: 3, dropped: 0 } })
  })

  test('the motion that the second text came of is read from the directory, too', async () => {
    const { motions } = JSON.parse(await run('motions', '--json')) as {
      motions: { motion: number; status: string; nations: string[] }[]
    }
    expect(motions).toMatchObject([{ status: 'carried', nations: ['NOR', 'SWE', 'ZZZ'] }])
    await expect(run('motions', '0')).rejects.toThrow('there is no motion 0')
  })

  test('candidates that another code left are seen, each as what it is', async () => {
    await record.opened(async ({ holdfast, projections }) => {
      const all = await holdfast.sink.list('candidate', { limit: 100 })
      const [first, second] = all.filter((one) => one.event !== null)
      if (first === undefined || second === undefined) throw new Error('two candidates are there')
      const other: Candidate = { ...first, probability: first.probability / 2 }
      const extra: Candidate = { ...second, id: 'planted', clause: 'C-7' }
      await projections.apply({
        size: await projections.size(),
        put: { candidate: [other, extra] },
        remove: { candidate: [second.id] },
      })
    })
    await expect(run('history', '--strict', '--json')).rejects.toThrow(/3 candidates are not as/)
    const { stands, takenUp } = JSON.parse(printed) as Told
    expect(stands).toMatchObject({ same: 3, added: 1, dropped: 1, changed: 1 })
    expect(stands.clauses.map(({ clause, fields }) => [clause, fields])).toEqual([
      ['C-1', { probability: 1 }],
      ['C-7', {}],
    ])
    expect(takenUp).toMatchObject({ same: 2, changed: 0 })
  })
})

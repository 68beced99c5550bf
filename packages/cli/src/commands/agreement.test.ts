/**
 * Goal: an author writes, checks and compares a text from the command line, and is told exactly what follows from it.
 * Method: the commands themselves on files in a directory of their own.
 */
import { readFileSync } from 'node:fs'
import { Command } from 'commander'
import { dataText } from '@holdfast/engine/shipped'
import { afterAll, describe, expect, test } from 'vitest'
import { agreementFiles, event, id } from '../../../../tests/support/agreement-files.ts'
import { printedBy } from '../../../../tests/support/printed.ts'
import { addAgreement } from './agreement.ts'
import { SKELETON } from './agreement-skeleton.ts'

const { amendment, events, file, removeFiles, skeleton, write } = agreementFiles()

/** Runs `holdfast agreement …`; what it prints. */
async function run(...words: string[]): Promise<string> {
  const program = new Command('holdfast')
  addAgreement(program)
  return await printedBy(program, ['agreement', ...words])
}
const json = async (...words: string[]): Promise<unknown> =>
  JSON.parse(await run(...words, '--json')) as unknown
afterAll(removeFiles)

describe('new', () => {
  test('writes a skeleton that check takes even with --strict', async () => {
    const fresh = file('fresh.yaml')
    expect(await json('new', fresh)).toEqual({ file: fresh, id: 'my-agreement', from: null })
    expect(readFileSync(fresh, 'utf8')).toBe(SKELETON)
    expect(await json('check', fresh, '--strict')).toMatchObject({
      id: 'my-agreement',
      remarks: [],
    })
  })
  test('copies a worked agreement', async () => {
    const copy = file('copy.yaml')
    expect(await run('new', copy, '--from', 'minsk')).toContain('minsk-2014-2015')
    expect(await json('check', copy)).toMatchObject({ id: 'minsk-2014-2015' })
  })
  test('never writes over a file, and leaves none where it is refused', async () => {
    const mine = write('mine.yaml', 'mine')
    await expect(run('new', mine)).rejects.toThrow(/is there already and is never overwritten/)
    expect(readFileSync(mine, 'utf8')).toBe('mine')
    await expect(run('new', file('no/such/place.yaml'))).rejects.toThrow(/cannot be written/)
    await expect(run('new', file('x.yaml'), '--from', 'versailles')).rejects.toThrow(
      /Allowed choices are minsk, paris, truce/,
    )
  })
})

describe('check', () => {
  test('counts what the text holds and how much of it is assumed', async () => {
    expect(await json('check', skeleton)).toEqual({
      id: 'my-agreement',
      title: 'An agreement to be written',
      versions: [{ id: 'first-text', from: '2026-01-01T00:00:00Z' }],
      phases: ['ceasefire'],
      gates: ['deployment'],
      facts: 2,
      lines: 1,
      zones: 2,
      provisions: 2,
      obligations: 1,
      notified: 1,
      repairs: 0,
      ladder: 'paris-2026',
      basis: { text: 0, assumption: 7 },
      binds: { both: 3, onlyA: 0, onlyB: 0 },
      remarks: [],
    })
    expect(await run('check', skeleton)).toMatch(/assumed\s+7\s+of 7 lines/)
  })
  test("takes an author's own ladder that is named beside the text", async () => {
    const own = write('own.yaml', SKELETON.replace('ladder: paris-2026', 'ladder: my-own'))
    const ladder = write(
      'ladder.yaml',
      dataText('ladders/paris-2026.yaml').replace('id: paris-2026', 'id: my-own'),
    )
    expect(await json('check', own, '--ladder', ladder)).toMatchObject({ ladder: 'my-own' })
  })
  test('a remark is told with its place; with --strict it fails', async () => {
    const odd = write('odd.yaml', SKELETON.replace('zone: withdrawal-50\n', 'zone: region\n'))
    const { remarks } = (await json('check', odd)) as { remarks: { at: string; rule: string }[] }
    expect(remarks.map(({ rule }) => rule)).toEqual(['zone-unused'])
    expect(remarks[0]?.at).toMatch(/odd\.yaml:\d+:\d+/)
    await expect(run('check', odd, '--strict')).rejects.toThrow(
      /1 remarks, and --strict takes none/,
    )
  })
})

interface Item {
  readonly event: string | null
  readonly candidates: readonly { clause: string; atMs: number }[]
}
const raised = (items: unknown): (string | null)[][] =>
  (items as Item[]).map((one) => [
    one.event?.[0] ?? null,
    ...one.candidates.map(({ clause }) => clause),
  ])

describe('evaluate', () => {
  test('says of each event which clauses it may break', async () => {
    expect(raised(await json('evaluate', skeleton, events))).toEqual([
      ['1', 'C-1'],
      ['2', 'C-1', 'C-2'],
      ['3', 'C-1', 'C-2'],
    ])
    const table = await run('evaluate', skeleton, events)
    expect(table).toContain('under first-text')
    expect(table).toContain('no source named the weapon')
  })
  test('one event a line reads the same as an array', async () => {
    const lines = write('events.ndjson', `${JSON.stringify(event('1', 48))}\n`)
    expect(raised(await json('evaluate', skeleton, lines))).toEqual([['1', 'C-1']])
  })
  test('what a file says of an extent hides no point: it is worked out from the points again', async () => {
    const told = event('2', 49) as { estimate: object }
    const extent = { westM: 1e6, southM: 1e6, eastM: 1e6, northM: 1e6 }
    const lying = { ...told, estimate: { ...told.estimate, extent } }
    const [said, lied] = [write('said.json', [told]), write('lied.json', [lying])]
    expect(await json('evaluate', skeleton, lied)).toEqual(await json('evaluate', skeleton, said))
  })
  test('of one clause alone', async () => {
    expect(raised(await json('evaluate', skeleton, events, '--clause', 'C-2'))).toEqual([
      ['1'],
      ['2', 'C-2'],
      ['3', 'C-2'],
    ])
  })
  test('as of then: no later events, and what was due by then', async () => {
    const early = ['--at', '2026-01-10T00:00:00Z']
    expect(raised(await json('evaluate', skeleton, events, ...early))).toEqual([
      [null],
      ['1', 'C-1'],
    ])
    const late = (await json(
      'evaluate',
      skeleton,
      events,
      '--at',
      '2026-03-01T00:00:00Z',
    )) as Item[]
    expect(late[0]?.candidates.map(({ clause }) => clause)).toContain('O-1')
    expect(late).toHaveLength(4)
  })
  test('with what people declared: phases and gates stand as they then did', async () => {
    const standing = write(
      'standing.yaml',
      'facts: [{ fact: ceasefire-established, from: 2026-01-02T00:00:00Z }]',
    )
    const told = (instant: string): Promise<string> =>
      run('evaluate', skeleton, events, '--standing', standing, '--at', instant)
    expect(await told('2026-01-01T12:00:00Z')).toMatch(
      /phase none[\s\S]*shut\s+needs ceasefire-established/,
    )
    expect(await told('2026-01-05T12:00:00Z')).toMatch(/phase ceasefire\n[\s\S]*deployment\s+open/)
  })
  test('an empty history is no error', async () => {
    expect(await json('evaluate', skeleton, write('none.json', '[]'))).toEqual([])
  })
})

const observation = (of: string, more: object): object => ({
  id: id(of),
  source: 'patrol-1',
  recordId: `P-${of}`,
  category: 'K.EXPL.OUTGOING',
  phase: 'outgoing',
  weapon: null,
  where: { sectors: [], ring: null, fix: null },
  withheld: [],
  ...more,
})

describe('explain', () => {
  interface Told {
    readonly clauses: readonly {
      clause: string
      raised: boolean
      conditions: readonly {
        condition: string
        held: string
        decidedBy: string[]
        wouldDecide: string | null
      }[]
    }[]
  }
  const decided = (told: Told): unknown =>
    told.clauses[0]?.conditions.find(({ condition }) => condition === 'act')?.decidedBy
  const explain = async (...words: string[]): Promise<Told> =>
    (await json('explain', skeleton, events, ...words)) as Told

  test('names what would decide what is open', async () => {
    const { clauses } = await explain('--event', '3', '--clause', 'C-2')
    const weapon = clauses[0]?.conditions.find(({ condition }) => condition === 'weapon')
    expect(weapon).toMatchObject({ held: 'undecided', decidedBy: [] })
    expect(weapon?.wouldDecide).toContain('calibre')
  })
  test('names observations by their ids', async () => {
    expect(decided(await explain('--event', id('2')))).toEqual([
      `observation ${'a'.repeat(12)}`,
      `observation ${'b'.repeat(12)}`,
    ])
  })
  test('names observations by their records where they are given', async () => {
    const weapon = { term: '122mm artillery', class: 'artillery', calibreMm: 122 }
    const of = write('observations.json', [
      observation('a', { weapon }),
      observation('b', {}),
      observation('c', { weapon }),
    ])
    const told = await explain('--event', '2', '--clause', 'C-2', '--observations', of)
    const [{ conditions }] = told.clauses as [Told['clauses'][number]]
    const by = Object.fromEntries(conditions.map((one) => [one.condition, one.decidedBy]))
    expect(by['act']).toEqual([
      'P-a of patrol-1: K.EXPL.OUTGOING, outgoing, "122mm artillery"',
      'P-b of patrol-1: K.EXPL.OUTGOING, outgoing',
    ])
    expect(by['weapon']).toEqual(['P-a of patrol-1: K.EXPL.OUTGOING, outgoing, "122mm artillery"'])
    expect(by['place']).toEqual([])
    expect(by['time']).toEqual([
      'version first-text: The document and the point that says when it begins',
    ])
  })
  test('says why a clause raised nothing', async () => {
    const { clauses } = await explain('--event', '1')
    expect(clauses.map(({ clause, raised: is }) => [clause, is])).toEqual([
      ['C-1', true],
      ['C-2', false],
    ])
    // It was an impact, and before the clause binds.
    expect(clauses[1]?.conditions.map(({ condition }) => condition)).toEqual(['act', 'time'])
    expect(await run('explain', skeleton, events, '--event', '1')).toMatch(
      /raised nothing[\s\S]*C-2\s+act/,
    )
  })
  test('an exception names the announcement that covers it', async () => {
    const standing = write('announced.yaml', {
      notified: [
        {
          id: 'N-7',
          rule: 'demining',
          party: 'A',
          title: 'charges',
          from: '2026-01-02T00:00:00Z',
          to: '2026-01-05T00:00:00Z',
          announced: '2025-12-20T00:00:00Z',
          place: { position: { lonDeg: 38.1, latDeg: 48 }, radiusM: 5_000 },
          entry: 7,
        },
      ],
    })
    const { clauses } = await explain('--event', '1', '--clause', 'C-1', '--standing', standing)
    const [{ conditions }] = clauses as [Told['clauses'][number]]
    const exceptions = conditions.filter(({ condition }) => condition === 'exception')
    expect(exceptions.flatMap(({ decidedBy }) => decidedBy)).toEqual([
      'notification N-7: charges (entry 7)',
    ])
  })
})

describe('diff', () => {
  interface Diffed {
    readonly text: { clauses: { clause: string; change: string }[]; parts: { id: string }[] }
    readonly candidates: { events: number; diff: { added: number; changed: number } } | null
  }
  test('of a text with itself is nothing', async () => {
    expect(await json('diff', skeleton, skeleton)).toEqual({
      text: { parts: [], clauses: [] },
      candidates: null,
    })
  })
  test('shows the text clause by clause, and what else changed', async () => {
    const { text } = (await json('diff', skeleton, amendment)) as Diffed
    expect(text.clauses.map(({ clause, change }) => [clause, change])).toEqual([
      ['C-2', 'through'],
      ['C-3', 'added'],
    ])
    expect(text.parts.map((part) => part.id)).toEqual(['withdrawal-50', 'second-text'])
    const table = await run('diff', skeleton, amendment)
    expect(table).toMatch(/widthM\s+50000\s+60000/)
    expect(table).toMatch(/C-2\s+through\s+zones withdrawal-50/)
  })
  test('as written an amendment of later changes nothing, and the table says so', async () => {
    const told = (await json('diff', skeleton, amendment, events)) as Diffed
    expect(told.candidates).toMatchObject({ events: 3, diff: { added: 0 } })
    expect(await run('diff', skeleton, amendment, events)).toContain('say --as-if')
  })
  test('as if it had been in force it shows what would have changed', async () => {
    const told = (await json('diff', skeleton, amendment, events, '--as-if')) as Diffed
    expect(told.candidates).toMatchObject({ events: 3, diff: { added: 3, dropped: 0 } })
    expect(await run('diff', skeleton, amendment, events, '--as-if')).toMatch(/C-3\s+3\s+0\s+0/)
  })
  test('as if it had been in force leaves out what lay before the first version, and says how many', async () => {
    const early = write('early.json', [event('1', -48), event('2', -1), event('3', 0)])
    const told = await json('diff', skeleton, amendment, early, '--as-if')
    expect(told).toMatchObject({
      candidates: { events: 1, earlier: 2, diff: { added: 1, dropped: 0 } },
    })
    const table = await run('diff', skeleton, amendment, early, '--as-if')
    expect(table).toContain('2 of the events began before the first version')
    expect(table).toContain('2026-01-01T00:00:00Z')
    expect(await run('diff', skeleton, amendment, events, '--as-if')).not.toContain('began before')
  })
})

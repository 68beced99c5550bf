/**
 * Goal: an author writes, checks and compares a text from the command line, and is told exactly what follows from it and
 * what is wrong. Method: the commands themselves on files in a directory of their own; then a table of wrong files and
 * words for every command, each refused with what, where and how to mend it.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest'
import { CommandRefused } from '../output/index.ts'
import { addAgreement } from './agreement.ts'
import { SKELETON } from './agreement-skeleton.ts'

const dir = mkdtempSync(join(tmpdir(), 'holdfast-agreement-'))
const file = (name: string): string => join(dir, name)
const write = (name: string, value: unknown): string => {
  writeFileSync(file(name), typeof value === 'string' ? value : JSON.stringify(value))
  return file(name)
}

/** Runs `holdfast agreement …`; what it prints. */
async function run(...words: string[]): Promise<string> {
  let printed = ''
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text)
    return true
  })
  vi.spyOn(process.stderr, 'write').mockImplementation(() => true)
  const program = new Command('holdfast').exitOverride()
  addAgreement(program)
  const [group] = program.commands
  for (const command of group?.commands ?? []) command.exitOverride()
  await program.parseAsync(['agreement', ...words], { from: 'user' })
  return printed
}
const json = async (...words: string[]): Promise<unknown> =>
  JSON.parse(await run(...words, '--json')) as unknown

afterEach(() => {
  vi.restoreAllMocks()
})
afterAll(() => {
  rmSync(dir, { recursive: true, force: true })
})

const JANUARY = Date.UTC(2026, 0, 1)
const HOUR_MS = 3_600_000
const at = (hours: number): number => JANUARY + hours * HOUR_MS
const id = (digit: string): string => digit.repeat(64)
const event = (of: string, hours: number, more: object = {}): object => ({
  id: id(of),
  revision: 1,
  kind: 'explosion',
  phase: 'impact',
  observed: { fromMs: at(hours), toMs: at(hours) + 1_000 },
  estimate: {
    position: { lonDeg: 38.1, latDeg: 48 },
    covarianceM2: { ee: 1, en: 0, nn: 1 },
    ellipse95: { semiMajorM: 3, semiMinorM: 3, azimuthDeg: 0 },
    support: [{ eastM: 0, northM: 0 }],
  },
  probability: 0.9,
  count: { n: 1, precision: 'exact' },
  weapon: { term: '122mm artillery', class: 'artillery', calibreMm: 122 },
  observations: [id('a'), id('b')],
  ...more,
})

const skeleton = write('skeleton.yaml', SKELETON)
const events = write('events.json', [
  event('1', 48),
  event('2', 24 * 20, { phase: 'outgoing' }),
  event('3', 24 * 20, { phase: 'outgoing', weapon: null }),
])
/** The skeleton with a later version that forbids bursts, and a wider zone. */
const amendment = write(
  'amended.yaml',
  SKELETON.replace(
    '    source: The document and the point that says when it begins\n',
    `    source: The document and the point that says when it begins
  - { id: second-text, title: Amended, from: 2030-01-01T00:00:00Z, source: The amendment }
`,
  )
    .replace(
      '\n# Duties with a deadline',
      `  - clause: C-3
    title: No explosion at all
    source: The amendment
    sinceVersion: second-text
    act: { kinds: [explosion], phases: [] }

# Duties with a deadline`,
    )
    .replace('widthM: 50000', 'widthM: 60000'),
)

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
})

describe('bad input is refused with what, where and how to mend it', () => {
  const nothing = file('nothing')
  const bad = {
    notYaml: write('bad.yaml', 'a: [1\n'),
    notJson: write('bad.json', '[{"a":}]'),
    noEvent: write('no-event.json', [event('1', 48), { id: 'x' }]),
    backwards: write('backwards.json', [event('1', 48, { observed: { fromMs: 5, toMs: 4 } })]),
    unsupported: write('unsupported.json', [event('1', 48, { estimate: { support: [] } })]),
    unclosed: write('unclosed.json', JSON.stringify([event('1', 48)]).slice(0, -1)),
    longRow: write('long.json', `["${'x'.repeat(100_000)}"]`),
    huge: write('huge.yaml', ' '.repeat(17_000_000)),
    unknownFact: write('unknown-fact.yaml', 'facts: [{ fact: peace, from: 2026-01-02T00:00:00Z }]'),
    unknownKey: write('unknown-key.yaml', 'fakts: []'),
  }
  const HOW = 'give a JSON array of events'
  test.each<[string[], RegExp | string]>([
    [['check', nothing], /there is no file .*nothing; give the path/],
    [['check', dir], /is a directory; give the path/],
    [['check', bad.notYaml], /bad\.yaml:\d+:\d+: /],
    [['check', bad.huge], /huge\.yaml has 17000000 bytes, the most is/],
    [['evaluate', nothing, events], 'there is no file'],
    [['evaluate', skeleton, nothing], 'there is no file'],
    [['evaluate', skeleton, dir], 'is a directory'],
    [
      ['evaluate', skeleton, bad.notJson],
      /bad\.json: item 0 \(line 1\) is not JSON .*give a JSON array/,
    ],
    [['evaluate', skeleton, skeleton], HOW],
    [
      ['evaluate', skeleton, bad.noEvent],
      /no-event\.json: item 1 \(line 1\) is no event .*kind must be/,
    ],
    [
      ['evaluate', skeleton, bad.backwards],
      /item 0 .*observed must be \{fromMs, toMs\}.* in order/,
    ],
    [['evaluate', skeleton, bad.unsupported], /item 0 .*with its support points/],
    [['evaluate', skeleton, bad.unclosed], /unclosed\.json: item 0 .*the array is not closed/],
    [['evaluate', skeleton, bad.longRow], /long\.json: item 0 .*give at most 65536/],
    [
      ['evaluate', skeleton, events, '--clause', 'Z-9'],
      /has no clause Z-9; write one of: C-1, C-2, O-1/,
    ],
    [['evaluate', skeleton, events, '--at', 'noon'], /--at noon: write an instant in UTC/],
    [['evaluate', skeleton, events, '--standing', nothing], 'there is no file'],
    [
      ['evaluate', skeleton, events, '--standing', bad.unknownFact],
      /unknown-fact\.yaml:1:\d+: facts\.0\.fact: the agreement has no fact peace; write one of: ceasefire/,
    ],
    [
      ['evaluate', skeleton, events, '--standing', bad.unknownKey],
      /unknown-key\.yaml:1:1: fakts: this key/,
    ],
    [
      ['explain', skeleton, events, '--event', 'f'],
      /there is no event f in .*events\.json; give an id/,
    ],
    [['explain', skeleton, events, '--event', ''], /--event is empty/],
    [['explain', skeleton, events, '--event', '1', '--clause', 'Z-9'], /has no clause Z-9/],
    [['explain', skeleton, events, '--event', '1', '--clause', 'O-1'], /O-1 is an obligation/],
    [['explain', skeleton, events], /required option '--event <id>' not specified/],
    [['explain', skeleton, events, '--event', '1', '--observations', nothing], 'there is no file'],
    [
      ['explain', skeleton, events, '--event', '1', '--observations', bad.notJson],
      /bad\.json: item 0 .*not JSON/,
    ],
    [
      ['explain', skeleton, events, '--event', '1', '--observations', events],
      /item 0 .*is no observation: source/,
    ],
    [['diff', skeleton, nothing], 'there is no file'],
    [['diff', bad.notYaml, skeleton], /bad\.yaml:\d+:\d+: /],
    [['diff', skeleton, skeleton, bad.noEvent], /item 1 .*is no event/],
    [['diff', skeleton, skeleton, events, '--data', dir], /both EVENTS and --data are named/],
    [['diff', skeleton, skeleton, '--days', '3'], /name it with --data/],
    [['diff', skeleton, skeleton, '--as-if'], /name events with EVENTS or --data/],
    [['diff', skeleton, skeleton, '--data', dir], /holds no deployment/],
    [
      ['diff', skeleton, skeleton, '--data', dir, '--days', '-1'],
      /--days -1: give a number of days/,
    ],
    [['history', '--data', dir], /holds no deployment; start one/],
    [['history', '--data', dir, '--days', 'many'], /--days many: give a number of days/],
  ])('%j', async (words, message) => {
    await expect(run(...words)).rejects.toThrow(message)
  })
  test('two events that begin alike need more of the id', async () => {
    const alike = write('alike.json', [
      event('1', 48, { id: 'ab1' }),
      event('2', 48, { id: 'ab2' }),
    ])
    await expect(run('explain', skeleton, alike, '--event', 'ab')).rejects.toThrow(/several events/)
    expect(await run('explain', skeleton, alike, '--event', 'ab2')).toContain('event ab2')
  })
  test('what is wrong with the input is an operating error, never a fault of ours', async () => {
    for (const words of [
      ['check', bad.notYaml],
      ['evaluate', skeleton, bad.noEvent],
    ])
      await expect(run(...words)).rejects.toBeInstanceOf(CommandRefused)
  })
})

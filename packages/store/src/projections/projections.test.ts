/* oxlint-disable unicorn/consistent-function-scoping -- helpers stand where they serve */
/* oxlint-disable vitest/no-conditional-tests -- a database that is not there is skipped with its reason */
/**
 * Goal: both databases keep the contract of `Projections`, and PGlite's traps stay closed. Method: one suite over a list
 * of databases, real ones: PGlite in memory and in a directory; PostgreSQL at HOLDFAST_TEST_POSTGRES, or else in a
 * throw-away cluster made with the binaries of Debian's package, or else skipped with the reason.
 */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import {
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { int8FromText } from './database.ts'
import {
  LIST_ROWS_MAX,
  openDatabase,
  Projections,
  STATEMENT_ROWS_MAX,
  TABLE_NAMES,
} from './index.ts'
import type { Database, Documents, Table } from './index.ts'

const temporary = (): string => mkdtempSync(join(tmpdir(), 'holdfast-projections-'))

/** A document of the least content that its table's columns need. */
function documentOf<T extends Table>(
  _: T,
  id: string,
  atMs: number,
  more: object = {},
): Documents[T] {
  const observed = { fromMs: atMs, toMs: atMs + 1 }
  const base = { id, observed, atMs, sinceMs: atMs, dueAtMs: atMs, index: Number(id) || 0 }
  return { ...base, ...more } as unknown as Documents[T]
}
const observation = (id: string, atMs: number, more: object = {}): Documents['observation'] =>
  documentOf('observation', id, atMs, more)

interface Server {
  readonly url: string
  stop(): Promise<void>
}
const debian = '/usr/lib/postgresql'
const binaries = (existsSync(debian) ? readdirSync(debian) : [])
  .map((version) => join(debian, version, 'bin'))
  .find((bin) => existsSync(join(bin, 'initdb')) && existsSync(join(bin, 'postgres')))

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  await new Promise((done) => server.close(done))
  return port
}

async function startPostgres(bin: string): Promise<Server> {
  const dir = temporary()
  const asRoot = process.getuid?.() === 0
  // PostgreSQL refuses to run as root; Debian's package makes a user for it.
  const ids: { uid?: number; gid?: number } = asRoot
    ? {
        uid: Number(execFileSync('id', ['-u', 'postgres'], { encoding: 'utf8' })),
        gid: Number(execFileSync('id', ['-g', 'postgres'], { encoding: 'utf8' })),
      }
    : {}
  if (ids.uid !== undefined && ids.gid !== undefined) chownSync(dir, ids.uid, ids.gid)
  const data = join(dir, 'data')
  const init = ['-D', data, '-A', 'trust', '-U', 'holdfast', '-E', 'UTF8', '--locale=C.UTF-8', '-N']
  execFileSync(join(bin, 'initdb'), init, { ...ids, cwd: dir, stdio: 'pipe' })
  const port = await freePort()
  const settings = ['-c', 'listen_addresses=127.0.0.1', '-c', `unix_socket_directories=${dir}`]
  const server: ChildProcess = spawn(
    join(bin, 'postgres'),
    ['-D', data, '-p', String(port), ...settings, '-c', 'fsync=off'],
    { ...ids, cwd: dir, stdio: 'ignore' },
  )
  const url = `postgres://holdfast@127.0.0.1:${port}/postgres`
  for (let tries = 0; ; tries += 1) {
    try {
      await (await openDatabase({ kind: 'postgres', url })).close()
      break
    } catch (error) {
      if (tries === 100) throw error
      await new Promise((done) => setTimeout(done, 100))
    }
  }
  return {
    url,
    stop: async () => {
      const ended = new Promise((done) => server.once('exit', done))
      server.kill('SIGINT')
      await ended
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

const given = process.env['HOLDFAST_TEST_POSTGRES']
const whyNoPostgres =
  given === undefined && binaries === undefined
    ? 'no PostgreSQL: set HOLDFAST_TEST_POSTGRES or install the package postgresql'
    : null

let server: Server | null = null
const databases = [
  { name: 'PGlite', skip: null, open: () => openDatabase({ kind: 'pglite', dir: null }) },
  {
    name: 'PostgreSQL',
    skip: whyNoPostgres,
    open: async () => {
      if (given === undefined && server === null && binaries !== undefined)
        server = await startPostgres(binaries)
      return openDatabase({ kind: 'postgres', url: given ?? server?.url ?? '' })
    },
  },
] as const
afterAll(() => server?.stop())

describe.each(databases)('projections on $name', ({ name, skip, open }) => {
  if (skip !== null) {
    it(`is skipped: ${skip}`, ({ skip: skipped }) => skipped(skip))
    return
  }
  let database: Database
  let projections: Projections
  beforeAll(async () => {
    database = await open()
    projections = await Projections.open(database)
  })
  beforeEach(() => projections.drop())
  afterAll(async () => {
    await projections.drop()
    await database.close()
  })

  it('starts empty, at size 0', async () => {
    expect(await projections.size()).toBe(0)
    for (const table of TABLE_NAMES) expect(await projections.count(table)).toBe(0)
  })

  it('puts, replaces, removes and reads back every table', async () => {
    for (const [at, table] of TABLE_NAMES.entries()) {
      await projections.apply({
        size: at + 1,
        put: { [table]: [documentOf(table, '1', 5), documentOf(table, '2', 4)] },
      })
      await projections.apply({ size: at + 1, put: { [table]: [documentOf(table, '1', 9)] } })
      expect(await projections.count(table)).toBe(2)
      expect(await projections.get(table, '1')).toEqual(documentOf(table, '1', 9))
      await projections.apply({ size: at + 1, remove: { [table]: ['2', 'unknown'] } })
      expect(await projections.get(table, '2')).toBeNull()
      expect(await projections.count(table)).toBe(1)
    }
  })

  it('derives the query columns from the document', async () => {
    const fix = { position: { lonDeg: 37.75, latDeg: 48.125 } }
    const event = documentOf('event', 'e', 1_000, {
      kind: 'K.BURST',
      phase: 'impact',
      estimate: fix,
    })
    await projections.apply({ size: 1, put: { event: [event] } })
    await projections.apply({
      size: 1,
      put: { event: [documentOf('event', 'f', 2.4, { estimate: null })] },
    })
    const rows = await database.query(
      'select id, from_ms, to_ms, kind, phase, lon, lat from holdfast.event order by id',
    )
    expect(rows).toEqual([
      {
        id: 'e',
        from_ms: 1_000,
        to_ms: 1_001,
        kind: 'K.BURST',
        phase: 'impact',
        lon: 37.75,
        lat: 48.125,
      },
      { id: 'f', from_ms: 2, to_ms: 3, kind: null, phase: null, lon: null, lat: null },
    ])
  })

  it('lists by page in the order of the table: observations by time, entries by number', async () => {
    const ids = Array.from({ length: 25 }, (_, at) => String(at))
    await projections.apply({
      size: 25,
      put: {
        entry: ids.map((id) => documentOf('entry', id, 0)),
        observation: ids.map((id) => observation(id, 100 - (Number(id) % 5))),
      },
    })
    const seen: string[] = []
    for (let after: string | undefined; ;) {
      const page = await projections.list('entry', { limit: 10, after })
      if (page.length === 0) break
      seen.push(...page.map((one) => one.id))
      after = seen.at(-1)
    }
    expect(seen).toEqual(ids)
    const first = await projections.list('observation', { limit: 6 })
    expect(first.map((one) => one.id)).toEqual(['14', '19', '24', '4', '9', '13'])
    const next = await projections.list('observation', { limit: 2, after: '13' })
    expect(next.map((one) => one.id)).toEqual(['18', '23'])
    expect(await projections.list('observation', { limit: 2, after: 'unknown' })).toEqual([])
    expect((await projections.many('entry', ['11', '2', 'unknown'])).map((one) => one.id)).toEqual([
      '2',
      '11',
    ])
  })

  it('refuses a page beyond its limit', async () => {
    await expect(projections.list('entry', { limit: 0 })).rejects.toThrow('limit 0')
    await expect(projections.list('entry', { limit: LIST_ROWS_MAX + 1 })).rejects.toThrow('limit')
  })

  it('applies all of a change or nothing', async () => {
    await projections.apply({ size: 3, put: { observation: [observation('kept', 1)] } })
    const broken = {
      id: 'x',
      observed: { fromMs: 'no number' },
    } as unknown as Documents['observation']
    await expect(
      projections.apply({
        size: 9,
        put: { gap: [documentOf('gap', 'g', 0)], observation: [broken] },
        remove: { observation: ['kept'] },
      }),
    ).rejects.toThrow('no number')
    expect(await projections.size()).toBe(3)
    expect(await projections.count('gap')).toBe(0)
    expect(await projections.count('observation')).toBe(1)
  })

  it('never goes back in size', async () => {
    await projections.apply({ size: 7 })
    await expect(projections.apply({ size: 6 })).rejects.toThrow('second writer')
    expect(await projections.size()).toBe(7)
  })

  it('keeps the last of several versions of a row in one change, over many statements', async () => {
    const many = Array.from({ length: STATEMENT_ROWS_MAX + 5 }, (_, at) =>
      observation(`o${at}`, at),
    )
    await projections.apply({ size: 1, put: { observation: [...many, observation('o0', 77)] } })
    expect(await projections.count('observation')).toBe(many.length)
    expect((await projections.get('observation', 'o0'))?.observed.fromMs).toBe(77)
  })

  it('takes any JSON: only U+0000 and lone surrogates become U+FFFD', async () => {
    const text = fc.string({ unit: 'binary', maxLength: 20 })
    const value = fc.jsonValue({ stringUnit: 'binary', maxDepth: 3 })
    await fc.assert(
      fc.asyncProperty(text, value, async (key, inner) => {
        const residual = { key: `${key}\\u0000`, inner }
        await projections.apply({
          size: 1,
          put: { observation: [observation('o', 1, { residual })] },
        })
        const expected = JSON.parse(
          JSON.stringify(residual, (_, found: unknown) =>
            typeof found === 'string' ? found.replaceAll(/\0|\p{Cs}/gu, '\uFFFD') : found,
          ),
        ) as unknown
        const read = (await projections.get('observation', 'o'))?.residual
        const keysMended = JSON.parse(
          JSON.stringify(expected).replaceAll(
            /(?<!\\)((?:\\\\)*)\\u(?:0000|d[89a-f][0-9a-f]{2})/giu,
            '$1\uFFFD',
          ),
        ) as unknown
        expect(read).toEqual(keysMended)
      }),
      { numRuns: 60, examples: [['a\u0000b', { '\uD800': '\uDC00x' }]] },
    )
  })

  it('keeps every double and safe integer exactly', async () => {
    const number = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.maxSafeInteger(),
    )
    const numbers = [
      ...fc.sample(number, { numRuns: 300, seed: 7 }),
      5e-324,
      Number.MAX_VALUE,
      2 ** 53 - 1,
      0.1,
    ]
    await projections.apply({
      size: 1,
      put: { observation: [observation('o', 1, { residual: numbers })] },
    })
    const read = (await projections.get('observation', 'o'))?.residual as unknown as number[]
    expect(read).toEqual(numbers.map((one) => (one === 0 ? 0 : one)))
  })

  it('reads int8 as a number, and refuses one that is not safe', async () => {
    const [row] = await database.query<{ n: number }>(
      'select 9007199254740991::int8 as n, count(*) from holdfast.gap',
    )
    expect(row).toEqual({ n: Number.MAX_SAFE_INTEGER, count: 0 })
    expect(() => int8FromText('9007199254740993')).toThrow('safe integer')
  })

  it('dumps the same rows whatever the order and the steps that made them', async () => {
    const rows = Array.from({ length: 30 }, (_, at) => observation(`o${at}`, at * 7))
    await projections.apply({ size: 30, put: { observation: rows } })
    const once = await projections.dump('observation')
    await projections.drop()
    for (const [at, row] of rows.toReversed().entries())
      await projections.apply({ size: at + 1, put: { observation: [row] } })
    expect(await projections.dump('observation')).toEqual(once)
    expect(once).toHaveLength(30)
  })

  it('lets no other statement into a transaction', async () => {
    const order: string[] = []
    const slow = database.transaction(async (transaction) => {
      await transaction.query('select 1')
      await new Promise((done) => setTimeout(done, 30))
      await transaction.exec("insert into holdfast.gap (id, doc) values ('t', '{}')")
      order.push('transaction')
      throw new Error('undo')
    })
    const other = database
      .exec("insert into holdfast.gap (id, doc) values ('u', '{}')")
      .then(() => order.push('other'))
    await expect(slow).rejects.toThrow('undo')
    await other
    expect(await database.query('select id from holdfast.gap')).toEqual([{ id: 'u' }])
    // A server runs both at once; one session keeps them in turn.
    expect(order.toSorted()).toEqual(['other', 'transaction'])
    expect(name === 'PGlite' ? order[0] : 'transaction').toBe('transaction')
  })

  it('migrates twice without harm and refuses a schema of a newer program', async () => {
    await projections.apply({ size: 2 })
    expect(await (await Projections.open(database)).size()).toBe(2)
    await database.exec('insert into holdfast.migration values (999)')
    await expect(Projections.open(database)).rejects.toThrow('newer program')
  })
})

describe('PGlite in a directory', () => {
  const dirs: string[] = []
  const fresh = (): string => {
    const dir = temporary()
    dirs.push(dir)
    return dir
  }
  afterAll(() => {
    for (const dir of dirs) rmSync(dir, { recursive: true, force: true })
  })
  const mark = (dir: string): string => join(dir, 'holdfast-projections.json')

  it('keeps its rows over a proper stop', async () => {
    const dir = fresh()
    const database = await openDatabase({ kind: 'pglite', dir })
    expect(database.cleanlyClosed()).toBe(true)
    const projections = await Projections.open(database)
    await projections.apply({ size: 4, put: { observation: [observation('o', 1)] } })
    await projections.maintain()
    await database.close()
    await database.close()
    await expect(database.query('select 1')).rejects.toThrow('closed')
    const again = await openDatabase({ kind: 'pglite', dir })
    expect(again.cleanlyClosed()).toBe(true)
    const reopened = await Projections.open(again)
    expect([await reopened.size(), await reopened.count('observation')]).toEqual([4, 1])
    await again.close()
  })

  it('starts empty and says so after a stop without close on another boot', async () => {
    const dir = fresh()
    const database = await openDatabase({ kind: 'pglite', dir })
    await (await Projections.open(database)).apply({ size: 4 })
    await database.close()
    const left = JSON.parse(readFileSync(mark(dir), 'utf8')) as object
    writeFileSync(mark(dir), JSON.stringify({ ...left, state: 'open', boot: 'another boot' }))
    const again = await openDatabase({ kind: 'pglite', dir })
    expect(again.cleanlyClosed()).toBe(false)
    expect(await (await Projections.open(again)).size()).toBe(0)
    await again.close()
  })

  it('makes a torn cluster anew when it was left open, and reports it when it was closed', async () => {
    const dir = fresh()
    const database = await openDatabase({ kind: 'pglite', dir })
    await (await Projections.open(database)).apply({ size: 4 })
    await database.close()
    const control = join(dir, 'cluster', 'global', 'pg_control')
    const left = readFileSync(mark(dir), 'utf8')
    writeFileSync(control, '')
    await expect(openDatabase({ kind: 'pglite', dir })).rejects.toThrow(/./u)
    writeFileSync(mark(dir), left.replace('closed', 'open'))
    const again = await openDatabase({ kind: 'pglite', dir })
    expect(await (await Projections.open(again)).size()).toBe(0)
    await again.close()
  })
})

/**
 * Goal: the command finds what was planted, in any form of the files, tells rows that it left out, and refuses what it
 * cannot use with the way to mend it. Method: small files of known fires in a directory of its own.
 */
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { backgroundOf, backgroundText, readBackground } from '@holdfast/core/fuse/thermal'
import { isRefused } from '@holdfast/core/units'
import { Command } from 'commander'
import { afterAll, afterEach, expect, test, vi } from 'vitest'
import { addFuseThermal } from './fuse-thermal.ts'

const dir = mkdtempSync(join(tmpdir(), 'holdfast-fuse-thermal-'))
afterAll(() => rmSync(dir, { recursive: true }))
afterEach(() => vi.restoreAllMocks())
const write = (name: string, text: string): string => {
  const file = join(dir, name)
  writeFileSync(file, name.endsWith('.gz') ? gzipSync(text) : text)
  return file
}

/** Runs the command; what it prints on both. */
const run = (...words: string[]): Promise<{ out: string; told: string }> =>
  runOf('thermal', ...words)
async function runOf(...words: string[]): Promise<{ out: string; told: string }> {
  let [out, told] = ['', '']
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text)
    return true
  })
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    told += String(text)
    return true
  })
  const fuse = new Command('fuse').exitOverride()
  addFuseThermal(fuse)
  for (const command of fuse.commands) command.exitOverride()
  await fuse.parseAsync(words, { from: 'user' })
  return { out, told }
}

const HEAD = 'LATITUDE,LONGITUDE,ACQ_DATE\n'
const days = (year: number, every: number): string[] =>
  Array.from({ length: Math.floor(365 / every) }, (_, i) =>
    new Date(Date.UTC(year, 0, 1 + i * every)).toISOString().slice(0, 10),
  )
// A few fires over a small region, the same places every year.
const fires = (year: number): string =>
  days(year, 5)
    .map((day, i) => `${48 + (i % 9) / 10 + 0.05},${30 + ((i * 7) % 11) / 10 + 0.05},${day}\n`)
    .join('')
const planted = days(2022, 1)
  .slice(150, 170)
  .map((day) => `48.35,30.45,${day}\n48.36,30.46,${day}\n`)
  .join('')
const baseline = [
  write('2018.csv.gz', HEAD + fires(2018)),
  write('two.csv', HEAD + fires(2019) + fires(2020)),
]
const year = write('2022.csv', HEAD + fires(2022) + planted)
const range = ['--from', '2022-01-01', '--to', '2022-12-31']
const UCDP = 'id,place,where_prec,date_prec,date_start,latitude,longitude\n'

test('what was planted is told, with what else may explain it; rows and days that are not used are told', async () => {
  const hostile = write(
    'hostile.csv',
    `${HEAD}91,30,2022-06-01\n48,30,2022-02-30\n48.35,30.45,2022-06-02\n48,30\n"48,30\n`,
  )
  const { out, told } = await run('--baseline', ...baseline, ...range, '--', year, hostile)
  const rows = out
    .trim()
    .split('\n')
    .map(
      (line) =>
        JSON.parse(line) as { cell: number[]; day: string; probability: number; benign: object },
    )
  const at = rows.find(
    ({ cell, day }) => cell[0] === 30.4 && cell[1] === 48.3 && day === '2022-06-15',
  )
  expect(at?.probability).toBeGreaterThan(0.9)
  expect(Object.keys(at?.benign ?? {})).toEqual(['season', 'steadyHeat'])
  expect(rows.map(({ day }) => day)).toEqual(rows.map(({ day }) => day).toSorted())
  expect(rows.every(({ probability }) => probability >= 0.5)).toBe(true)
  expect(told).toMatch(/hostile\.csv: line 2: latitude/)
  expect(told).toMatch(/hostile\.csv: line 3: acq_date/)
  expect(told).toMatch(/no fire after 2022-12-2\d: the range ends there/)
  expect((await run('--baseline', ...baseline, ...range, '--', year, hostile)).out).toBe(out)
})

test('the whole schema reads as the daily one does', async () => {
  const rows = fires(2022) + planted
  const full = write(
    'full.csv.gz',
    `latitude,longitude,bright_ti4,acq_date,acq_time,satellite,instrument\n${rows.replaceAll(/^(.*),(.*),(.*)$/gm, '$1,$2,330,$3,0102,N20,VIIRS')}`,
  )
  const daily = await run('--baseline', ...baseline, ...range, '--', year)
  expect((await run('--baseline', ...baseline, ...range, '--', full)).out).toBe(daily.out)
})

test('events are told from days without, and whether that is worth using is said', async () => {
  const events = write(
    'ucdp.csv',
    `${UCDP}1,"A, town",1,1,2022-06-10,48.35,30.45\n2,b,3,1,2022-06-10,48.35,30.45\n3,c,1,2,2022-06-11,48.35,30.45\n4,d,2,1,2022-06-12,48.35,30.45\n`,
  )
  const quiet = write('2021.csv', HEAD + fires(2021))
  const { out } = await run(
    '--baseline',
    ...baseline,
    ...range,
    '--against',
    events,
    '--reference',
    quiet,
    '--',
    year,
  )
  const account = JSON.parse(out)
  expect([account.events, account.cells, account.recordedMonths]).toEqual([2, 1, ['2022-06']])
  expect(account.ways.state.otherDays.auc.value).toBeGreaterThan(0.9)
  expect(account.ways.state.reference.auc.value).toBe(1)
  expect(account.answer[0]).toMatch(/worth using to tell events from otherDays \(AUC \d/)
})

const LAND = write(
  'land.csv',
  `LONGITUDE,LATITUDE,LAND_USE_CLASS_0,LAND_USE_CLASS_1\n30.4,48.3,0.7,0.3\n30.5,48.3,0.1,0.9\n`,
)
const REGIONS = write('regions.csv', 'LATITUDE,LONGITUDE,OBLAST_ID\n48.3,30.4,UA99\n')
/** Every day under as much cloud; a row without a figure says nothing. */
const cloud = (name: string, percent: number): string =>
  write(
    name,
    `OBLAST_ID,ACQ_DATE,CLOUD_COVER (%)\nUA99,2022-01-01,\n${days(2022, 1)
      .map((day) => `UA99,${day},${percent}\n`)
      .join('')}`,
  )
const lastDay = (out: string, least: string): unknown =>
  out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { cell: number[]; day: string; probability: number })
    .find(({ cell, day }) => cell[0] === 30.4 && cell[1] === 48.3 && day === least)?.probability

const probabilityWith = async (...words: string[]) =>
  Number(
    lastDay(
      (
        await run(
          '--baseline',
          ...baseline,
          ...range,
          '--min-probability',
          '0',
          ...words,
          '--',
          year,
        )
      ).out,
      '2022-07-10',
    ),
  )

test('cloud is read: after the planted days an excess under cloud is less surely over than one in the clear', async () => {
  const [plain, clear, thick] = [
    await probabilityWith(),
    await probabilityWith('--regions', REGIONS, '--weather', cloud('clear.csv', 0)),
    await probabilityWith('--regions', REGIONS, '--weather', cloud('thick.csv.gz', 100)),
  ]
  expect(clear).toBeLessThan(plain)
  expect(thick).toBeGreaterThan(plain)
})

test('land is read, and against events the gain of it is told', async () => {
  const events = write('one.csv', `${UCDP}1,a,1,1,2022-06-10,48.35,30.45\n`)
  const words = ['--baseline', ...baseline, ...range, '--land-use', LAND, '--against', events]
  const { gain } = JSON.parse((await run(...words, '--', year)).out)
  expect(Object.keys(gain.otherDays)).toEqual(['value', 'low', 'high'])
  const without = JSON.parse(
    (await run('--baseline', ...baseline, ...range, '--against', events, '--', year)).out,
  )
  expect(without.gain).toBeUndefined()
})

test('a background is written whole, and reads back as what was learned', async () => {
  const file = join(dir, 'background.json')
  const { out } = await runOf(
    'background',
    '--baseline',
    ...baseline,
    '--land-use',
    LAND,
    '--out',
    file,
  )
  const told = JSON.parse(out)
  expect(told.years).toEqual([2018, 2019, 2020])
  const text = readFileSync(file, 'utf8')
  expect(told.bytes).toBe(text.length)
  const back = readBackground(text)
  if (isRefused(back)) throw new Error(back.refused)
  expect([backgroundText(back) === text, back.uses]).toEqual([true, 3])
  expect(readdirSync(dir).filter((name) => name.endsWith('.part'))).toEqual([])
  expect(backgroundOf([])).toHaveProperty('refused')
  await expect(
    runOf('background', '--baseline', ...baseline, '--out', join(dir, 'no', 'such', 'dir.json')),
  ).rejects.toThrow(/there is no directory/)
  await expect(runOf('background', '--baseline', baseline[0] ?? '', '--out', file)).rejects.toThrow(
    /1 background years; give 2/,
  )
})

test.each([
  [
    'weather without regions',
    ['--baseline', ...baseline, ...range, '--weather', cloud('w.csv', 5), '--', year],
    /--weather and --regions need each other/,
  ],
  [
    'cloud of one year alone',
    [
      '--baseline',
      ...baseline,
      ...range,
      '--regions',
      REGIONS,
      '--weather',
      cloud('ninth.csv', 9),
      '--against',
      write('e.csv', `${UCDP}1,a,1,1,2022-06-10,48.35,30.45\n`),
      '--reference',
      write('2021.csv', HEAD + fires(2021)),
      '--',
      year,
    ],
    /holds no day of 2021, the year of --reference/,
  ],
  [
    'fires as weather',
    ['--baseline', ...baseline, ...range, '--regions', REGIONS, '--weather', year, '--', year],
    /no column OBLAST_ID.*is this a file of daily weather\?/,
  ],
  [
    'fires as regions',
    ['--baseline', ...baseline, ...range, '--regions', year, '--weather', LAND, '--', year],
    /is this a file of regions\?/,
  ],
  [
    'fires as land',
    ['--baseline', ...baseline, ...range, '--land-use', year, '--', year],
    /no column LAND_USE_CLASS_0; is this a file of land use\?/,
  ],
  [
    'shares that are none',
    [
      '--baseline',
      ...baseline,
      ...range,
      '--land-use',
      write('bad.csv', 'LONGITUDE,LATITUDE,LAND_USE_CLASS_0\n30,48,1.5\n30,48,\n'),
      '--',
      year,
    ],
    /no row that can be read/,
  ],
  [
    'no such date',
    ['--baseline', ...baseline, '--from', '2022-02-30', '--to', '2022-12-31', year],
    /--from 2022-02-30: no such date; give YYYY-MM-DD/,
  ],
  [
    'turned round',
    ['--baseline', ...baseline, '--from', '2022-03-01', '--to', '2022-02-01', year],
    /exchange them/,
  ],
  [
    'too long',
    ['--baseline', ...baseline, '--from', '2012-03-01', '--to', '2022-02-01', year],
    /split the range/,
  ],
  [
    'a year of its own background',
    ['--baseline', ...baseline, year, ...range, year],
    /holds fires of 2022.*leave that year out/,
  ],
  ['one year', ['--baseline', baseline[0] ?? '', ...range, year], /1 background years; give 2/],
  [
    'no file',
    ['--baseline', ...baseline, ...range, join(dir, 'absent.csv')],
    /there is no file .*absent\.csv/,
  ],
  ['a directory', ['--baseline', ...baseline, ...range, dir], /is no file/],
  [
    'no FIRMS',
    ['--baseline', ...baseline, ...range, write('ucdp0.csv', UCDP)],
    /no column acq_date; is this a file of FIRMS\?/,
  ],
  [
    'no rows',
    ['--baseline', ...baseline, ...range, write('empty.csv', HEAD)],
    /no row that can be read/,
  ],
  [
    'no gzip',
    [
      '--baseline',
      ...baseline,
      ...range,
      (() => {
        const f = join(dir, 'bad.csv.gz')
        writeFileSync(f, HEAD)
        return f
      })(),
    ],
    /cannot be read to its end/,
  ],
  [
    'a probability of two',
    ['--baseline', ...baseline, ...range, '--min-probability', '2', year],
    /give a number from 0 to 1/,
  ],
  [
    'no fire in the range',
    ['--baseline', ...baseline, '--from', '2023-01-01', '--to', '2023-02-01', year],
    /hold no fire from 2023-01-01 on/,
  ],
  [
    'reference alone',
    ['--baseline', ...baseline, ...range, '--reference', year, '--', year],
    /--reference needs --against/,
  ],
  [
    'no events',
    [
      '--baseline',
      ...baseline,
      ...range,
      '--against',
      write('none.csv', `${UCDP}1,a,1,1,2001-06-10,48.35,30.45\n`),
      year,
    ],
    /no event of village precision/,
  ],
  [
    'FIRMS as events',
    ['--baseline', ...baseline, ...range, '--against', year, year],
    /is this a file of UCDP GED\?/,
  ],
])('refused: %s', async (_, words, why) => {
  await expect(run(...words)).rejects.toThrow(why)
})

/**
 * Goal: while a server holds the directory, reports are made, checked, issued and listed by it, with the same words and exit
 * as without one. Method: the real commands over HTTP against a running deployment; then the same file with it stopped.
 * Planted: line ends of a CSV changed by a transfer, which are named as what they are.
 */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isRefused } from '@holdfast/core/units'
import { VirtualClock } from '@holdfast/engine/clock'
import { liveDeployment } from '@holdfast/engine/opening'
import { ServedReports } from '@holdfast/engine/report'
import { openDeployment } from '@holdfast/engine/runtime'
import { withAccess } from '../access/index.ts'
import { carryFile } from '../../../../tests/support/carried-text.ts'
import { printedBy } from '../../../../tests/support/printed.ts'
import { newDir, removeDir } from '../../../../tests/support/small-deployment.ts'
import { serveSmall, type SmallServer } from '../../../../tests/support/small-server.ts'
import { addAgreement } from './agreement.ts'
import { SKELETON } from './agreement-skeleton.ts'
import { addReport } from './report.ts'

const dir = newDir('report-served')
const file = (name: string): string => join(dir, name)
let served: SmallServer
let isServed = true
beforeAll(async () => {
  const deployment = openDeployment(dir, liveDeployment)
  if (isRefused(deployment)) throw new Error(deployment.refused)
  const clock = new VirtualClock(Date.UTC(2026, 2, 2))
  served = await serveSmall(dir, {
    clock,
    more: (holdfast) => ({ reports: new ServedReports(holdfast) }),
  })
  // A report rests on one entry at least.
  writeFileSync(file('text.yaml'), SKELETON)
  await carryFile(async (...words) => {
    const program = new Command()
    addAgreement(program)
    return await printedBy(program, ['agreement', ...words, '--data', dir])
  }, file('text.yaml'))
})
afterAll(async () => {
  if (isServed) await served.close()
  removeDir(dir)
})

async function run(...words: readonly string[]): Promise<string> {
  const program = new Command()
  addReport(program)
  return await printedBy(program, ['report', ...words, '--data', dir])
}
const make = (out: string, ...words: readonly string[]): Promise<string> =>
  run('make', 'daily', '--date', '2026-03-01', '--out', file(out), ...words)

test('its server makes a report, checks it, has it issued and lists it', async () => {
  expect(await make('day.csv', '--format', 'csv')).toMatch(
    /daily report 60\/2026, .* entries that it rests on: \d+/u,
  )
  expect(await run('check', file('day.csv'))).toMatch(/holds: \d+ fields recomputed; no entry/u)
  expect(await run('issue', file('day.csv'))).toMatch(/^issued, as entry \d+/u)
  expect(await run('check', file('day.csv'))).toMatch(/holds: .*; issued in entry \d+/u)
  expect(JSON.parse(await run('list', '--json'))).toMatchObject([
    { kind: 'daily', number: 60, edition: 'monitor', correctedBy: null },
  ])
  const made = JSON.parse(await make('day.html', '--json')) as Record<string, unknown>
  expect(made).toMatchObject({ out: file('day.html'), head: { kind: 'daily', number: 60 } })
  expect(made['bytes']).toBe(readFileSync(file('day.html')).length)
})

test('nothing is issued that the record does not give: another digest, another ledger, fewer entries', async () => {
  const out = file('two.csv')
  const made = JSON.parse(
    await run(
      'make',
      'thematic',
      '--topic',
      'kinetic',
      '--from',
      '2026-02-27',
      '--to',
      '2026-03-01',
      '--out',
      out,
      '--format',
      'csv',
      '--json',
    ),
  ) as { head: object }
  const issue = {
    step: 'report',
    type: 'issueReport',
    ...(({ version: _v, previous: _p, exercise: _e, ...named }: Record<string, unknown>) => named)(
      made.head as Record<string, unknown>,
    ),
    language: 'en',
    format: 'csv',
    sha256: createHash('sha256').update(readFileSync(out)).digest('hex'),
    corrects: null,
    reason: '',
  }
  const send = (change: object): Promise<unknown> =>
    withAccess({ dir, office: 'monitor', role: 'head-of-mission' }, (access) =>
      access.command({ ...issue, ...change }),
    )
  const other = 'the record gives another file'
  await expect(send({ sha256: 'ab'.repeat(32) })).rejects.toThrow(other)
  await expect(send({ topic: 'digital' })).rejects.toThrow(other)
  await expect(send({ logSize: 1 })).rejects.toThrow(other)
  await expect(send({ language: 'fr' })).rejects.toThrow(other)
  await expect(send({ topic: null })).rejects.toThrow('a thematic report has a topic')
  await expect(send({ period: { fromMs: 0, toMs: 1 } })).rejects.toThrow('about that period')
  await expect(send({})).resolves.toHaveLength(1)
})

test('a changed copy is found out, and what cannot be made is refused in the words of the server', async () => {
  const changed = readFileSync(file('day.html'), 'utf8').replace('60/2026', '61/2026')
  writeFileSync(file('changed.html'), changed)
  await expect(run('check', file('changed.html'))).rejects.toThrow('does not hold')
  await expect(run('make', 'spot', '--incident', 'I-9', '--out', file('no.html'))).rejects.toThrow(
    'no incident I-9',
  )
  expect(existsSync(file('no.html'))).toBe(false)
})

test.each([
  ['LF', (text: string) => text.replaceAll('\r\n', '\n'), 'its lines end in LF'],
  ['CR CR LF', (text: string) => text.replaceAll('\n', '\r\n'), 'line ends were written twice'],
  ['CR', (text: string) => text.replaceAll('\r\n', '\r'), 'does not end in CR LF'],
])('a CSV whose line ends became %s is told as that', async (_, change, why) => {
  writeFileSync(file('ends.csv'), change(readFileSync(file('day.csv'), 'utf8')))
  for (const command of ['check', 'issue'])
    await expect(run(command, file('ends.csv'))).rejects.toThrow(why)
})

test('the same file holds once the server is stopped', async () => {
  await served.close()
  isServed = false
  expect(await run('check', file('day.csv'))).toMatch(/holds: .*; issued in entry \d+/u)
  expect(JSON.parse(await run('list', '--json'))).toHaveLength(2)
})

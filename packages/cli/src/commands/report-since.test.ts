/**
 * Goal: on the command line a copy that was true when made is told apart from one that was changed, by its words and by its
 * exit code; it is not handed out anew; and the list tells it at a glance. Method: a data directory whose journal has one
 * finding that real decisions made, checked before and after it was recalled.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Entry, Json } from '@holdfast/core/evidence'
import type { Checked } from '@holdfast/engine/report'
import { HOUR_MS, isRefused } from '@holdfast/core/units'
import { liveDeployment } from '@holdfast/engine/opening'
import { holdJournal, openDeployment } from '@holdfast/engine/runtime'
import { printedBy } from '../../../../tests/support/printed.ts'
import { Panel } from '../../../../tests/support/verify-panel.ts'
import { EXIT_CHANGED_SINCE, addReport } from './report.ts'

const root = mkdtempSync(join(tmpdir(), 'holdfast-since-'))
const data = join(root, 'data')
const out = join(root, 'day.html')
const REASON = 'The recording was of another day.'
const panel = new Panel()
let written = 0

/** Puts what the panel did since on the journal. */
async function write(): Promise<void> {
  const deployment = openDeployment(data, liveDeployment)
  if (isRefused(deployment)) throw new Error(deployment.refused)
  const held = await holdJournal(data, deployment)
  if (isRefused(held)) throw new Error(held.refused)
  const more = panel.entries.slice(written)
  await held.journal.append(more.map(({ index: _index, ...record }: Entry) => record))
  written = panel.entries.length
  await held.index.close()
  await held.journal.close()
}
const run = async (...words: string[]): Promise<string> => {
  const program = new Command('holdfast').exitOverride()
  addReport(program)
  return await printedBy(program, ['report', ...words, '--data', data])
}

beforeAll(async () => {
  panel.nowMs = Date.UTC(2025, 2, 1, 12)
  panel.open().sign({ question: 'occurred', value: 'no' })
  panel.ask('FRA', { type: 'conclude', outcome: 'noBreach', reason: 'Thunder.' })
  panel.ask('FRA', { type: 'publish' })
  await write()
  await run('make', 'daily', '--date', '2025-03-01', '--edition', 'public', '--out', out)
  const { head } = JSON.parse(await run('check', out, '--json')) as Checked
  const { kind, number, year, edition, period, logSize, asOfMs } = head
  const issue = { kind, number, year, edition, period, logSize, asOfMs, sha256: '0'.repeat(64) }
  const more = { language: 'en', format: 'html', corrects: null, reason: '', incident: null }
  const [first] = panel.entries
  if (first === undefined) throw new Error('nothing was opened')
  panel.entries.push({
    ...first,
    index: panel.entries.length,
    kind: 'report.issued',
    payload: { ...issue, ...more } as unknown as Json,
    refs: [],
  })
  panel.nowMs += 30 * HOUR_MS
  for (const nation of ['SWE', 'NLD'])
    panel.ask(nation, { type: 'recall', question: 'occurred', reason: REASON })
  await write()
})
afterEach(() => {
  process.exitCode = undefined
})
afterAll(() => {
  rmSync(root, { recursive: true, force: true })
})

test('a copy whose finding was recalled says which entry, when, by whom and why, with an exit code of its own', async () => {
  const said = await run('check', out)
  expect(said).toMatch(/holds: \d+ fields recomputed/u)
  expect(said).toContain('true when made; since recalled:')
  const { answers, recalls } = panel.incident
  expect(answers.occurred.status).toBe('recalled')
  const entry = recalls[0]?.entry ?? -1
  expect(said).toMatch(
    new RegExp(
      `rests on entry \\d+ \\(occurred of I-0\\), recalled at entry ${entry} \\(2025-03-02T18:00:00Z, by SWE \\(SWE\\), NLD \\(NLD\\)\\): ${REASON}`,
      'u',
    ),
  )
  expect(process.exitCode).toBe(EXIT_CHANGED_SINCE)
})

test('as JSON it has the verdict', async () => {
  const checked = JSON.parse(await run('check', out, '--json')) as Checked
  expect(checked).toMatchObject({
    holds: true,
    verdict: 'trueWhenMade',
    since: [{ reason: REASON }],
  })
})

test('a copy that was changed as well does not hold, and has the exit code of that', async () => {
  const changed = join(root, 'changed.html')
  writeFileSync(changed, readFileSync(out, 'utf8').replaceAll('A case', 'A caze'))
  await expect(run('check', changed)).rejects.toThrow('does not hold')
  expect(process.exitCode).toBeUndefined()
})

test('it is not issued any more; one that is made now is', async () => {
  await expect(run('issue', out)).rejects.toThrow('make it again')
  const fresh = join(root, 'fresh.html')
  await run('make', 'daily', '--date', '2025-03-01', '--edition', 'public', '--out', fresh)
  expect(await run('check', fresh)).not.toContain('true when made')
  expect(process.exitCode).toBeUndefined()
})

test('the list tells it at a glance', async () => {
  expect(await run('list')).toContain(`recalled since: I-0, entry ${panel.entries.length - 1}`)
})

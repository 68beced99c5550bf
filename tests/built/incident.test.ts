/**
 * Goal: the exit code of `holdfast incident` is 0 where something was done and never where it was refused, and no stack is
 * shown. Method: a few processes on a running server: one that records, then wrong words, a wrong incident and what the
 * incident's life refuses; the log is as long as before.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runHoldfast, stackIn } from './support/holdfast.ts'
import { standing, startServer, type Client, type Running } from './support/server.ts'
import { carryFile } from '../support/carried-text.ts'

const root = mkdtempSync(join(tmpdir(), 'holdfast-incident-exit-'))
const dir = join(root, 'live')
let server: Running
let client: Client
const incident = (...words: readonly string[]) => runHoldfast(['incident', ...words, '--data', dir])

beforeAll(async () => {
  server = await startServer(['--data', dir])
  client = await server.login()
  await carryFile(async (...words) => {
    const { code, stdout, stderr } = await runHoldfast(['agreement', ...words, '--data', dir])
    if (code !== 0) throw new Error(stderr)
    return stdout
  }, 'data/agreements/truce-30h.yaml')
})
afterAll(async () => {
  await server.stop('SIGKILL')
  rmSync(root, { recursive: true, force: true })
})

test('what is recorded ends with 0, and the guarantors are shown it', async () => {
  expect(await incident('open', '--title', 'A shell at the mill')).toMatchObject({ code: 0 })
  const shown = await incident('show', 'I-4', '--office', 'guarantors')
  expect(shown.code, shown.stderr).toBe(0)
  expect(shown.stdout).toContain("I-4 recorded: Incident on a claim (the guarantors' view)")
})

const VOTE = ['--standard', 'clear-and-convincing', '--reason', 'heard', '--nation', 'FRA']
test.each([
  ['a missing option', ['open'], '--title'],
  ['no such incident', ['show', 'I-9'], 'no incident I-9'],
  ['a vote on nothing', ['vote', 'I-4', 'occurred', 'for', ...VOTE], 'propose an answer first'],
])('refused with an exit code: %s', async (_, words, why) => {
  const { logSize } = await standing(client)
  const { code, stderr } = await incident(...words)
  expect(code).toBe(1)
  expect(stderr).toContain(why)
  expect(stackIn(stderr)).toBeNull()
  expect((await standing(client)).logSize).toBe(logSize)
})

/**
 * Goal: ladders, networks and the coalition's documents are read by their own parsers, with the file's place in every
 * message. Method: each reader on text that is no YAML, on a document of the wrong shape, and on what ships.
 */
import { readFileSync } from 'node:fs'
import { isRefused } from '@holdfast/core/units'
import { expect, test } from 'vitest'
import { readCoalition, readLadder, readNetwork } from './index.ts'

const shipped = (path: string): string =>
  readFileSync(new URL(`../../../../data/${path}`, import.meta.url), 'utf8')
const refusal = (read: object): string => (isRefused(read) ? read.refused : 'read')

test.each([
  ['ladder', readLadder],
  ['network', readNetwork],
])('a %s that is wrong is told with its file and line', (_, read) => {
  expect(refusal(read('# nothing\nid: [', 'mine.yaml'))).toMatch(/^mine\.yaml:2:\d+: .*; /)
  expect(refusal(read('id: a\n', 'mine.yaml'))).toMatch(/^mine\.yaml:1:\d+: .*; /)
})

test('the network that ships is read, and its text is kept', () => {
  const text = shipped('networks/coalition.yaml')
  const read = readNetwork(text, 'coalition.yaml')
  expect(refusal(read)).toBe('read')
  expect(read).toMatchObject({ document: text })
})

test('the three coalition documents are read as one, or refused together', () => {
  expect(refusal(readCoalition((name) => shipped(`coalition/${name}`)))).toBe('read')
  const places = refusal(readCoalition(() => 'a: [')).split('\n')
  for (const name of ['statements', 'requirements', 'assumptions'])
    expect(places.some((place) => place.startsWith(`${name}.yaml:1:`))).toBe(true)
})

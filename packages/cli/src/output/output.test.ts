// Goal: an instant is printed whatever it is, and no printed word is obeyed by a terminal. Method: instants with and without
// milliseconds and those that no date holds; a hostile title in a table, and written to a terminal and to a file.
import { expect, test, vi } from 'vitest'
import { guardTerminal, iso, pCandidate, printTable } from './output.ts'

test('an instant is printed, and one that no date holds says so', () => {
  expect(iso(0)).toBe('1970-01-01T00:00:00Z')
  expect(iso(1)).toBe('1970-01-01T00:00:00.001Z')
  for (const ms of [-9e15, 9e15, Number.NaN]) expect(iso(ms)).toContain('no date')
})

const HOSTILE = '\u001B[2J\u202Ekcah'
const SHOWN = '\\u001b[2J\\u202ekcah'

test('a table shows what a terminal would obey', () => {
  const written: string[] = []
  const spy = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    written.push(String(chunk))
    return true
  })
  printTable(HOSTILE, ['title'], [[HOSTILE]], HOSTILE)
  spy.mockRestore()
  for (const sign of ['\u001B', '\u202E']) expect(written.join('')).not.toContain(sign)
  expect(written.join('').split(SHOWN)).toHaveLength(4)
})

test.each([
  [true, SHOWN],
  [false, HOSTILE],
])('where a terminal is %s, %j is written', (isTTY, expected) => {
  const written: unknown[] = []
  const stream = {
    isTTY,
    write: ((chunk: unknown) => written.push(chunk) > 0) as NodeJS.WriteStream['write'],
  }
  guardTerminal(stream)
  stream.write(HOSTILE)
  expect(written).toEqual([expected])
})

test('a bound of one says nothing of a candidate, and reads so', () => {
  const open = { undecided: ['act: nobody says'] }
  expect(pCandidate({ ...open, probability: 1 })).toBe('not known')
  expect(pCandidate({ ...open, probability: 0.996 })).toBe('not known')
  expect(pCandidate({ ...open, probability: 0.99 })).toBe('0.99')
  expect(pCandidate({ undecided: [], probability: 1 })).toBe('1.00')
  expect(pCandidate({ ...open, probability: null })).toBe('')
})

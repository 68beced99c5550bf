// Goal: a day that could not be read is never handed over as a quiet one, and a watch is somebody's until it is taken over. Method: a draft without the day, and over a quiet one.
import { expect, it } from 'vitest'
import type { Desk } from '../api/index.ts'
import type { HandOver } from '@holdfast/core/verify'
import { draftOf, takeOverForm, takenWords } from './hand-over.ts'

it('says that the day could not be read, and nothing of a quiet one', () => {
  const desk = {
    occurred: [],
    tasks: [],
    access: [],
    unassigned: 0,
    handOvers: [],
  } as unknown as Desk
  expect(draftOf(desk, null, 0)).toContain('could not be read')
  expect(draftOf(desk, [], 0)).toBe('')
})

const note: HandOver = {
  from: 'Lind',
  to: 'Ek',
  openPoints: [
    { incident: 'I-4', text: 'ask the post' },
    { incident: null, text: 'Generator 2 is out' },
  ],
  nation: 'SWE',
  office: 'monitor',
  atMs: 0,
  entry: 7,
  taken: null,
}

it('carries what the last watch left open on to the next', () => {
  const desk = { occurred: [], tasks: [], access: [], unassigned: 0, handOvers: [note] }
  expect(draftOf(desk as unknown as Desk, [], 0)).toBe('I-4: ask the post\nGenerator 2 is out')
})

it('carries what nobody took over, too, each point once, and nothing of an older watch that somebody has', () => {
  const taken = { nation: 'SWE', officer: 'Ek', reason: null, atMs: 1, entry: 9 }
  const older = { ...note, from: 'Dahl', openPoints: [{ incident: null, text: 'A patrol is out' }] }
  const gone = { ...older, openPoints: [{ incident: null, text: 'Long done' }], taken }
  const handOvers = [{ ...note, taken }, older, note, gone]
  const desk = { occurred: [], tasks: [], access: [], unassigned: 0, handOvers }
  expect(draftOf(desk as unknown as Desk, [], 0).split('\n')).toEqual([
    'I-4: ask the post',
    'Generator 2 is out',
    'A patrol is out',
  ])
})

it('says whose watch it is, and asks who was not named why', () => {
  expect(takenWords(note, 60_000)).toMatch(/^Not taken over for .*: it is still the watch of Lind/)
  const taken = { nation: 'SWE', officer: 'Ek', reason: null, atMs: 60_000, entry: 8 }
  expect(takenWords({ ...note, taken }, 60_000)).toMatch(/^Taken over by Ek \(SWE\)/)
  expect(takeOverForm(note, 'Ek').fields).toEqual([])
  expect(takeOverForm(note, 'Ek').sends[0]?.build({})).toEqual({
    step: 'verify',
    type: 'acceptHandOver',
    handOver: 7,
    reason: null,
  })
  expect(takeOverForm(note, 'Berg').fields).toHaveLength(1)
  expect(takeOverForm(note, 'Berg').sends[0]?.build({ reason: 'Ek is ill.' })).toMatchObject({
    reason: 'Ek is ill.',
  })
})

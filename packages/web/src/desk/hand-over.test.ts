// Goal: a day that could not be read is never handed over as a quiet one. Method: a draft without the day, and over a quiet one.
import { expect, it } from 'vitest'
import type { Desk } from '../api/index.ts'
import { draftOf } from './hand-over.ts'

it('says that the day could not be read, and nothing of a quiet one', () => {
  const desk = { occurred: [], tasks: [], access: [], unassigned: 0 } as unknown as Desk
  expect(draftOf(desk, null, 0)).toContain('could not be read')
  expect(draftOf(desk, [], 0)).toBe('')
})

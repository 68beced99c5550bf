/**
 * Goal: an instant reads as the platform reads it, and what is told reads back. Method: properties over all the years
 * that the form can write; the platform's own calendar is the second opinion.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseInstant, tellInstant } from './index.ts'

test('instants agree with the platform, and what is told reads back', () => {
  const range = {
    min: new Date('0001-01-01T00:00:00Z'),
    max: new Date('9999-12-31T23:59:59Z'),
    noInvalidDate: true,
  }
  fc.assert(
    fc.property(fc.date(range), (date) => {
      expect(parseInstant(date.toISOString())).toBe(date.getTime())
      const minute = Math.floor(date.getTime() / 60_000) * 60_000
      expect(parseInstant(tellInstant(minute).padStart(17, '0'))).toBe(minute)
    }),
  )
})

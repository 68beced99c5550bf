/** Goal: no office but the monitor learns from the status what moves, or what was being worked on. Method: all offices. */
import { expect, test } from 'vitest'
import { OFFICES } from '@holdfast/core/nations'
import type { Status } from '../runtime/index.ts'
import { statusView } from './status-view.ts'

const status = {
  deployment: { kind: 'live', origin: 'o.example', exercise: null, seed: 'secret seed' },
  nowMs: 1,
  logSize: 5,
  tracking: { counts: { confirmed: 13 } },
  failure: 'storing T12: disk full at 48.1234, 37.5678',
} as unknown as Status

test.each(OFFICES)('%s', (office) => {
  const text = JSON.stringify(statusView(status, office))
  expect(text).not.toContain('secret seed')
  expect(text).toContain('"logSize":5')
  for (const own of ['confirmed', 'T12']) expect(text.includes(own)).toBe(office === 'monitor')
  expect(statusView({ ...status, failure: null }, office).failure).toBeNull()
})

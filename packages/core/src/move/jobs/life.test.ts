/**
 * Goal: nothing leaves a state that is over, and no job ends that has not begun. Method: the whole table, each cell written
 * down once more; then every sequence of events up to four, each of which ends in the state that a plain reading gives.
 */
import { expect, test } from 'vitest'
import { isOver, JOB_EVENTS, JOB_LIFE, JOB_STATUSES, stepJob } from './index.ts'
import type { JobEvent, JobStatus } from './index.ts'

const NO = 'refused'
const EXPECTED: Readonly<Record<JobStatus, Readonly<Record<JobEvent, string>>>> = {
  waiting: { begin: 'running', finish: NO, fail: 'failed', cancel: 'cancelled' },
  running: { begin: NO, finish: 'done', fail: 'failed', cancel: 'cancelled' },
  done: { begin: NO, finish: NO, fail: NO, cancel: NO },
  failed: { begin: NO, finish: NO, fail: NO, cancel: NO },
  cancelled: { begin: NO, finish: NO, fail: NO, cancel: NO },
}

test.each(JOB_STATUSES.flatMap((status) => JOB_EVENTS.map((event) => [status, event] as const)))(
  '%s, %s',
  (status, event) => {
    const next = stepJob(status, event)
    expect(typeof next === 'string' ? next : NO).toBe(EXPECTED[status][event])
    // A refusal says what is so, and what to do.
    if (typeof next !== 'string') expect(next.refused).toMatch(/^the job (is|was|has|failed)/)
  },
)

test('the table has every cell, and what is over takes nothing', () => {
  expect(Object.keys(JOB_LIFE)).toEqual([...JOB_STATUSES])
  for (const status of JOB_STATUSES)
    expect(JOB_EVENTS.every((event) => typeof stepJob(status, event) !== 'string')).toBe(
      isOver(status),
    )
})

test('after any four events a job that is over stays what it became first', () => {
  const walk = (status: JobStatus, left: number): void => {
    if (left === 0) return
    for (const event of JOB_EVENTS) {
      const next = stepJob(status, event)
      const now = typeof next === 'string' ? next : status
      if (isOver(status)) expect(now).toBe(status)
      walk(now, left - 1)
    }
  }
  walk('waiting', 4)
})

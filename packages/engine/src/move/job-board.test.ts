/**
 * Goal: the queue is bounded and fair, a job that is stopped stays stopped and gives its place to the next only once its work
 * has ended, and what breaks off is told as a failure. Method: jobs whose work the test ends by hand.
 */
import { expect, test } from 'vitest'
import { isRefused, type Refused } from '@holdfast/core/units'
import type { MoveJob, MoveJobAnswer } from '@holdfast/core/move/jobs'
import { JobBoard, JOBS_KEPT_MAX, JOBS_RUNNING_MAX, JOBS_WAITING_MAX } from './job-board.ts'
import type { Asked, Watch } from './job-board.ts'

const ANSWER = { kind: 'solve', told: {} } as unknown as MoveJobAnswer

const settled = async (run: () => void): Promise<void> => {
  run()
  await new Promise((resolve) => setImmediate(resolve))
}

/** Work that ends when it is told to. */
function byHand() {
  const ends: { end?: (answer: MoveJobAnswer | Refused) => void; fail?: (e: Error) => void } = {}
  const done = new Promise<MoveJobAnswer | Refused>((resolve, reject) => {
    ends.end = resolve
    ends.fail = reject
  })
  let watch: Watch | null = null
  const asked: Asked = {
    kind: 'solve',
    title: 'a plan',
    asker: { name: 'x', nation: 'XAA' },
    modelDigest: 'd',
    work: (given) => {
      watch = given
      return done
    },
  }
  return {
    asked,
    watch: () => watch,
    end: (answer: MoveJobAnswer | Refused = ANSWER) => settled(() => ends.end?.(answer)),
    fail: (error: Error) => settled(() => ends.fail?.(error)),
  }
}
const good = (job: MoveJob | Refused | null): MoveJob => {
  if (job === null || isRefused(job)) throw new Error(JSON.stringify(job))
  return job
}
let clock = 0
const board = (): JobBoard => new JobBoard(() => (clock += 1))

test('so many run, the others wait in their order, and one too many is refused', async () => {
  const jobs = board()
  const works = Array.from({ length: JOBS_RUNNING_MAX + JOBS_WAITING_MAX }, byHand)
  const ids = works.map(({ asked }) => good(jobs.ask(asked)).id)
  const of = (status: string): readonly MoveJob[] =>
    jobs.jobs().filter((job) => job.status === status)
  expect(of('running')).toHaveLength(JOBS_RUNNING_MAX)
  const waiting = of('waiting').toReversed()
  expect(waiting.map(({ ahead }) => ahead)).toEqual([...waiting.keys()])
  expect(jobs.ask(byHand().asked)).toEqual({
    refused: expect.stringMatching(/8 jobs wait already; cancel one/) as string,
  })
  await works[0]?.end()
  expect(jobs.job(ids[0] ?? '')).toMatchObject({ status: 'done', answer: ANSWER, best: null })
  expect(jobs.job(ids[JOBS_RUNNING_MAX] ?? '')?.status).toBe('running')
  const next = jobs.job(ids[JOBS_RUNNING_MAX] ?? '')
  expect(next?.beganAtMs).toBeGreaterThan(next?.askedAtMs ?? 0)
})

test('a job that runs and is stopped frees its place when its work ends, and what comes late is not taken', async () => {
  const jobs = board()
  const works = Array.from({ length: JOBS_RUNNING_MAX + 1 }, byHand)
  const ids = works.map(({ asked }) => good(jobs.ask(asked)).id)
  const [first] = works
  const firstId = ids[0] ?? ''
  const last = ids.at(-1) ?? ''
  expect(good(jobs.cancel(firstId)).status).toBe('cancelled')
  expect(first?.watch()?.signal.aborted).toBe(true)
  expect(jobs.job(last)?.status).toBe('waiting')
  first?.watch()?.onProgress('late')
  await first?.end()
  expect(jobs.job(firstId)).toMatchObject({ status: 'cancelled', answer: null })
  expect(jobs.job(firstId)?.progress.words).toBe('')
  expect(jobs.job(last)?.status).toBe('running')
  expect(jobs.cancel(firstId)).toEqual({
    refused: expect.stringMatching(/cancelled already/) as string,
  })
  expect(jobs.cancel('job-99')).toBeNull()
})

test('one that waits is stopped without ever having begun', async () => {
  const jobs = board()
  const works = Array.from({ length: JOBS_RUNNING_MAX + 1 }, byHand)
  const ids = works.map(({ asked }) => good(jobs.ask(asked)).id)
  expect(good(jobs.cancel(ids.at(-1) ?? '')).beganAtMs).toBeNull()
  await works[0]?.end()
  expect(works.at(-1)?.watch()).toBeNull()
})

test('progress and the best so far are told while it runs, a failure with its reason', async () => {
  const jobs = board()
  const [sound, broken] = [byHand(), byHand()]
  const [a, b] = [good(jobs.ask(sound.asked)).id, good(jobs.ask(broken.asked)).id]
  sound.watch()?.onProgress('thinking', 2, 5)
  sound.watch()?.onBetter({ hits: 1, of: 2 })
  expect(jobs.job(a)).toMatchObject({
    progress: { words: 'thinking', done: 2, all: 5 },
    best: { hits: 1, of: 2 },
  })
  await sound.end({ refused: 'no way' })
  await broken.fail(new Error('the disk is full'))
  expect(jobs.job(a)).toMatchObject({ status: 'failed', reason: 'no way', best: null })
  expect(jobs.job(b)?.reason).toMatch(/broke off: the disk is full; ask for it again/)
})

test('so many that are over are kept, the newest; closing stops all', async () => {
  const jobs = board()
  for (let i = 0; i < JOBS_KEPT_MAX + 5; i += 1) {
    const work = byHand()
    good(jobs.ask(work.asked))
    await work.end()
  }
  expect(jobs.jobs()).toHaveLength(JOBS_KEPT_MAX)
  expect(jobs.jobs()[0]?.id).toBe(`job-${JOBS_KEPT_MAX + 5}`)
  const open = byHand()
  const { id } = good(jobs.ask(open.asked))
  const closed = jobs.close()
  expect(jobs.job(id)?.status).toBe('cancelled')
  await open.end()
  await closed
  expect(isRefused(jobs.ask(byHand().asked))).toBe(true)
})

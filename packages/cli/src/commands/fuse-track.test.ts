/**
 * Goal: `holdfast fuse track` keeps its contract: the shape of OUT, causality, and refusals that say what, where and how to mend.
 * Method: the command on small scenarios in a temporary directory; a table of bad ones; a scenario cut short gives the same
 * tracks for the scans that it has.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { TRACKER_OPTIONS } from '@holdfast/core/fuse/tracker'
import { addFuseTrack } from './fuse-track.ts'

const dir = mkdtempSync(join(tmpdir(), 'holdfast-track-'))
afterAll(() => {
  rmSync(dir, { recursive: true })
})

interface Out {
  readonly algo: string
  readonly seconds: number
  readonly cpu: number
  readonly dets: number
  readonly scans: number
  readonly tracks: readonly (readonly (readonly number[])[])[]
}

let said = ''

async function track(scenario: unknown, ...more: string[]): Promise<Out> {
  const file = join(dir, 'scenario.json')
  const out = join(dir, 'out.json')
  writeFileSync(file, typeof scenario === 'string' ? scenario : JSON.stringify(scenario))
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  const warn = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said = String(text)
    return true
  })
  try {
    const program = new Command()
    addFuseTrack(program)
    await program.parseAsync(['track', file, out, ...more], { from: 'user' })
  } finally {
    write.mockRestore()
    warn.mockRestore()
  }
  return JSON.parse(readFileSync(out, 'utf8')) as Out
}

const good = { dt: 1, sigma: 20, pd: 0.9, clutter: 1, size: 10_000 }
const dets = Array.from({ length: 12 }, (_, k) => [
  [1000 + 20 * k, 2000],
  [5000, 6000 - 15 * k],
])

describe('fuse track', () => {
  it.each(['gnn', 'lbp', 'imm'])(
    '%s: finds what is there, and uses nothing later',
    async (algo) => {
      const whole = await track({ ...good, dets }, '--algorithm', algo)
      expect(whole).toMatchObject({ algo, dets: 24, scans: 12 })
      expect(whole.cpu).toBeGreaterThan(0)
      expect(whole.seconds).toBeGreaterThan(0)
      expect(whole.tracks).toHaveLength(12)
      const last = whole.tracks[11] ?? []
      expect(last.map((row) => row.length)).toStrictEqual([8, 8])
      expect(last[0]?.[1]).toBeCloseTo(1220, -1)
      expect(last[1]?.[4]).toBeCloseTo(-15, -1)
      const half = await track({ ...good, dets: dets.slice(0, 6) }, '--algorithm', algo)
      expect(half.tracks).toStrictEqual(whole.tracks.slice(0, 6))
    },
  )

  it('does by default what a deployment does', async () => {
    const { tracks } = await track({ ...good, dets })
    expect(tracks).toStrictEqual((await track({ ...good, dets }, '--algorithm', 'imm')).tracks)
    expect(TRACKER_OPTIONS.surface).toMatchObject({ models: 'imm', contested: 'assignment' })
    expect(TRACKER_OPTIONS.aircraft).toMatchObject({ models: 'imm', contested: 'assignment' })
  })

  it('tells how fast a track may begin, and finds faster things where it is told to', async () => {
    const fast = dets.map((_, k) => [[1000 + 250 * k, 2000]])
    expect((await track({ ...good, dets: fast })).tracks.flat()).toStrictEqual([])
    expect(said).toMatch(
      /^no track was confirmed; class surface: .* up to 60 m\/s, .*--class aircraft\n$/,
    )
    const { tracks } = await track({ ...good, dets: fast }, '--class', 'aircraft')
    expect(tracks[11]).toHaveLength(1)
    expect(said).toMatch(
      /^class aircraft: a track begins at up to 400 m\/s, beyond the noise; faster things have none\n$/,
    )
  })

  it.each([
    ['{', /is not JSON .*; give the path/],
    [[], /it is no JSON object; write/],
    [{ ...good, dets, dt: 0 }, /dt is 0; write a number: seconds/],
    [{ ...good, dets, sigma: '20' }, /sigma is "20"; write a number/],
    [{ ...good, dets, pd: 1.1 }, /pd is 1.1; write/],
    [{ ...good, dets, clutter: -1 }, /clutter is -1; write/],
    [{ ...good, dets, size: undefined }, /size is missing; write/],
    [good, /dets is missing; write a list/],
    [{ ...good, dets: [[], 3] }, /dets\[1\] is 3; write/],
    [{ ...good, dets: [[], [[1, 2], [1, null]]] }, /dets\[1\]\[1\] is \[1,null\]; write \[x, y\]/], // prettier-ignore
    [{ ...good, dets: [[[1, 2, 3]]] }, /dets\[0\]\[0\] is \[1,2,3\]; write/],
  ])('refuses %j', async (scenario, says) => {
    await expect(track(scenario)).rejects.toThrow(says)
  })
})

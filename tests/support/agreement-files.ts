/** For the tests of `holdfast agreement`: files in a directory of the test's own. */
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { HOUR_MS } from '@holdfast/core/units'
import { SKELETON } from '../../packages/cli/src/commands/agreement-skeleton.ts'
import { newDir } from './small-deployment.ts'

/** The files, by their paths. */
export interface AgreementFiles {
  /** Where they lie. */
  readonly dir: string
  /** Removes them. */
  readonly removeFiles: () => void
  /** The path of a file there. */
  readonly file: (name: string) => string
  /** Writes a text as it is, and anything else as JSON; gives the path. */
  readonly write: (name: string, value: unknown) => string
  /** The skeleton that `new` writes. */
  readonly skeleton: string
  /** An explosion before the withdrawal is due, and two shots after it. */
  readonly events: string
  /** The skeleton with a later version that forbids bursts, and a wider zone. */
  readonly amendment: string
}

const JANUARY = Date.UTC(2026, 0, 1)
const at = (hours: number): number => JANUARY + hours * HOUR_MS
/** An id of 64 characters. */
export const id = (digit: string): string => digit.repeat(64)
/** An explosion on party A's side at the hour. */
export const event = (of: string, hours: number, more: object = {}): object => ({
  id: id(of),
  revision: 1,
  kind: 'explosion',
  phase: 'impact',
  observed: { fromMs: at(hours), toMs: at(hours) + 1_000 },
  estimate: {
    position: { lonDeg: 38.1, latDeg: 48 },
    covarianceM2: { ee: 1, en: 0, nn: 1 },
    ellipse95: { semiMajorM: 3, semiMinorM: 3, azimuthDeg: 0 },
    support: [{ eastM: 0, northM: 0 }],
  },
  probability: 0.9,
  count: { n: 1, precision: 'exact' },
  weapon: { term: '122mm artillery', class: 'artillery', calibreMm: 122 },
  observations: [id('a'), id('b')],
  ...more,
})

const EVENTS = [
  event('1', 48),
  event('2', 24 * 20, { phase: 'outgoing' }),
  event('3', 24 * 20, { phase: 'outgoing', weapon: null }),
]
const AMENDMENT = SKELETON.replace(
  '    source: The document and the point that says when it begins\n',
  `    source: The document and the point that says when it begins
  - { id: second-text, title: Amended, from: 2030-01-01T00:00:00Z, source: The amendment }
`,
)
  .replace(
    '\n# Duties with a deadline',
    `  - clause: C-3
    title: No explosion at all
    source: The amendment
    sinceVersion: second-text
    act: { kinds: [explosion], phases: [] }

# Duties with a deadline`,
  )
  .replace('widthM: 50000', 'widthM: 60000')

/** Writes the files of one test file: no other shares them. */
export function agreementFiles(): AgreementFiles {
  const dir = newDir('agreement')
  const file = (name: string): string => join(dir, name)
  const write = (name: string, value: unknown): string => {
    writeFileSync(file(name), typeof value === 'string' ? value : JSON.stringify(value))
    return file(name)
  }
  return {
    dir,
    file,
    write,
    removeFiles: () => rmSync(dir, { recursive: true, force: true }),
    skeleton: write('skeleton.yaml', SKELETON),
    events: write('events.json', EVENTS),
    amendment: write('amended.yaml', AMENDMENT),
  }
}

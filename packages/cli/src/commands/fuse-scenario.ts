/**
 * `holdfast fuse scenario KIND SCENARIO TRUTH`: makes a judging scenario from a seed. Moving ones are written scan by scan,
 * so that ten thousand things take no more memory than one scan of them.
 */
import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { InvalidArgumentError, type Command } from 'commander'
import {
  MOVING,
  MOVING_KINDS,
  movingHead,
  movingScans,
  SOUND_KINDS,
  soundCases,
} from '@holdfast/core/fuse/score'
import type { MovingKind, SoundKind } from '@holdfast/core/fuse/score'
import { CommandRefused, printJson } from '../output/index.ts'

const SEED_MAX = 4_294_967_295
const OBJECTS_MAX = 100_000
const CASES_MAX = 1_000_000
const CASES = 1_000

interface ScenarioOptions {
  readonly seed: number
  readonly objects: number
  readonly cases: number
  readonly json?: true
}

interface Files {
  readonly scenario: string
  readonly truth: string
}

const whole =
  (min: number, max: number) =>
  (value: string): number => {
    const number = Number(value)
    if (!/^\d+$/.test(value) || number < min || number > max)
      throw new InvalidArgumentError(`write a whole number from ${min} to ${max}`)
    return number
  }

const isMoving = (kind: string): kind is MovingKind => Object.hasOwn(MOVING_KINDS, kind)
const isSound = (kind: string): kind is SoundKind => Object.hasOwn(SOUND_KINDS, kind)

/** `holdfast fuse scenario`. */
export function addFuseScenario(fuse: Command): void {
  const kinds = [...Object.keys(MOVING_KINDS), ...Object.keys(SOUND_KINDS)].join(', ')
  fuse
    .command('scenario')
    .argument('<kind>', `one of ${kinds}`)
    .argument('<scenario>', 'the file to write for `fuse track` or `fuse locate`')
    .argument('<truth>', 'the file to write for `fuse score`')
    .description('make a judging scenario and its truth from a seed: the same seed, the same bytes')
    .option('--seed <n>', 'the seed', whole(0, SEED_MAX), 1)
    .option(
      '--objects <n>',
      'moving things, at constant density: the square grows with the root, the clutter with the number',
      whole(1, OBJECTS_MAX),
      MOVING.things,
    )
    .option('--cases <n>', 'cases of an acoustic kind', whole(1, CASES_MAX), CASES)
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExample:\n  $ holdfast fuse scenario sparse --seed 7 scenario.json truth.json\n  $ holdfast fuse track scenario.json tracks.json && holdfast fuse score truth.json tracks.json\n',
    )
    .action((kind: string, scenario: string, truth: string, options: ScenarioOptions) => {
      if (scenario === truth)
        throw new CommandRefused(`${scenario} is named twice; give the truth a file of its own`)
      const files = { scenario, truth }
      const made = writing(() => {
        if (isMoving(kind)) return writeMoving(kind, files, options)
        if (isSound(kind)) return writeSounds(kind, files, options)
        throw new CommandRefused(`there is no kind ${JSON.stringify(kind)}; one of ${kinds}`)
      })
      if (options.json === true) printJson({ kind, seed: options.seed, ...made, files })
      else
        process.stdout.write(
          `${kind}, seed ${options.seed}: ${Object.entries(made)
            .map(([name, count]) => `${count} ${name}`)
            .join(', ')}\n`,
        )
    })
}

function writeMoving(
  kind: MovingKind,
  files: Files,
  { seed, objects }: ScenarioOptions,
): Readonly<Record<string, number>> {
  const options = { kind, seed, things: objects }
  const head = movingHead(options)
  const scenario = openSync(files.scenario, 'w')
  let dets = 0
  let scans = 0
  try {
    const truth = openSync(files.truth, 'w')
    try {
      writeSync(scenario, `${JSON.stringify(head).slice(0, -1)},"dets":[`)
      writeSync(truth, `{"dt":${head.dt},"truth":[`)
      for (const scan of movingScans(options)) {
        const comma = scans === 0 ? '\n' : ',\n'
        writeSync(scenario, `${comma}${JSON.stringify(scan.dets)}`)
        writeSync(truth, `${comma}${JSON.stringify(scan.truth)}`)
        dets += scan.dets.length
        scans += 1
      }
      writeSync(scenario, '\n]}\n')
      writeSync(truth, '\n]}\n')
    } finally {
      closeSync(truth)
    }
  } finally {
    closeSync(scenario)
  }
  return { objects, scans, detections: dets }
}

const lines = (rows: readonly object[]): string =>
  `[\n${rows.map((row) => JSON.stringify(row)).join(',\n')}\n]\n`

function writeSounds(
  kind: SoundKind,
  files: Files,
  { seed, cases: count }: ScenarioOptions,
): Readonly<Record<string, number>> {
  const { cases, truth } = soundCases({ kind, seed, cases: count })
  writeFileSync(files.scenario, lines(cases))
  writeFileSync(files.truth, lines(truth))
  return { cases: cases.length }
}

/** Runs what writes files; a file that cannot be written is an operating error. */
function writing<T>(write: () => T): T {
  try {
    return write()
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error
    throw new CommandRefused(`cannot write: ${error.message}; name files that can be written`)
  }
}

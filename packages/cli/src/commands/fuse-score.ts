/** `holdfast fuse score TRUTH OUT`: how good the tracks of `fuse track`, or the places of `fuse locate`, were. */
import type { Command } from 'commander'
import {
  readPlaces,
  readTracks,
  readTruth,
  scorePlaces,
  scoreTracks,
} from '@holdfast/core/fuse/score'
import type { PlaceScore, RunTold, TrackScore } from '@holdfast/core/fuse/score'
import { isRefused } from '@holdfast/core/units'
import type { Refused } from '@holdfast/core/units'
import { readJson } from '../files/index.ts'
import { CommandRefused, printJson, printTable } from '../output/index.ts'

/** Longest file that one string can hold. */
const BYTES_MAX = 500_000_000

/** `holdfast fuse score`. */
export function addFuseScore(fuse: Command): void {
  fuse
    .command('score')
    .argument('<truth>', 'what was so: the truth that `fuse scenario` writes')
    .argument('<out>', 'what was found: as `fuse track` or `fuse locate` writes it')
    .description('score tracks or places against the truth: GOSPA, OSPA, switches, NEES, coverage')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nDistances are means over the scans from the 10th on, counted from 0. See docs/specs/fusion-score.md.\n\nExample:\n  $ holdfast fuse score truth.json tracks.json\n',
    )
    .action((truthFile: string, outFile: string, { json }: { json?: true }) => {
      const truth = within(truthFile, readTruth(parsed(truthFile)))
      if (truth.kind === 'moving') {
        const { scans, run } = within(outFile, readTracks(parsed(outFile), truth.scans.length))
        const score = within(outFile, scoreTracks(truth.scans, scans))
        const rate = run === null || run.cpu <= 0 ? null : run.dets / run.cpu
        if (json === true)
          printJson({ kind: 'tracks', ...score, run, detectionsPerCpuSecond: rate })
        else tellTracks(score, run, rate)
        return
      }
      const score = scorePlaces(truth.cases, within(outFile, readPlaces(parsed(outFile))))
      if (json === true) printJson({ kind: 'places', ...score })
      else tellPlaces(score)
    })
}

const parsed = (file: string): unknown =>
  readJson(file, {
    how: 'give the path of a JSON file',
    bytesMax: BYTES_MAX,
  })

function within<T extends object>(file: string, result: T | Refused): T {
  if (isRefused(result)) throw new CommandRefused(`${file}: ${result.refused}`)
  return result
}

const tenths = (number: number): string => number.toFixed(1)
const hundredths = (number: number): string => number.toFixed(2)
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`

function tellTracks(score: TrackScore, run: RunTold | null, rate: number | null): void {
  printTable(
    `Tracks against the truth, ${score.scans} scans from scan ${score.firstScan} on`,
    ['measure', 'value', 'says'],
    [
      ['GOSPA', `${tenths(score.gospaM)} m`, `mean; c = ${score.cutoffM} m, p = 2, α = 2`],
      ['  localisation', `${tenths(score.localisationM2)} m²`, 'part of the mean square'],
      [
        '  missed',
        `${tenths(score.missedM2)} m²`,
        `${hundredths(score.missedPerScan)} things a scan`,
      ],
      ['  false', `${tenths(score.falseM2)} m²`, `${hundredths(score.falsePerScan)} tracks a scan`],
      ['OSPA', `${tenths(score.ospaM)} m`, `mean; c = ${score.cutoffM} m, p = 2`],
      ['identity switches', score.identitySwitches, `of ${score.pairs} pairs`],
      ['error', `${tenths(score.rmsM)} m`, 'root mean square of the pairs'],
      ['NEES', hundredths(score.nees), 'position; 2 is right'],
      ['95 % ellipses', percent(score.coverage95), 'hold the truth'],
      ...(run === null || rate === null
        ? []
        : [
            [
              'speed',
              `${Math.round(rate)} /s`,
              `detections a CPU-second: ${run.dets} in ${hundredths(run.cpu)} s, ${run.algo}`,
            ],
          ]),
    ],
  )
}

function tellPlaces(score: PlaceScore): void {
  printTable(
    `Places against the truth, ${score.cases} cases`,
    ['measure', 'value', 'says'],
    [
      ['median error', `${tenths(score.medianErrorM)} m`, ''],
      ['median bound', `${tenths(score.medianBoundM)} m`, '√trace of the Cramér–Rao bound'],
      ['median ratio', hundredths(score.medianRatio), "error over the case's own bound"],
      ['gross errors', percent(score.gross), `above ${score.grossBounds} bounds`],
      ['95 % ellipses', percent(score.coverage95), 'hold the truth'],
      ['without a place', score.unanswered, 'cases; each counts as a gross error'],
    ],
  )
}

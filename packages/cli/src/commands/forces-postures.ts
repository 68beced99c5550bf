/** `holdfast forces postures` and `credibility`: the postures side by side, and how likely each line is filled. */
import type { Command } from 'commander'
import type { Chance, CredibilityAnswer, PostureStanding } from '@holdfast/core/generate/questions'
import { printTable } from '../output/index.ts'
import { answer, question, type AskOptions, type Labelled } from './forces-ask.ts'
import { numberOf } from './forces-files.ts'

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`

const whole = (flag: string, text: string, max: number): number =>
  Math.floor(numberOf(flag, text, { min: flag === '--seed' ? 0 : 1, max, unit: 'a number' }))

/** Adds both. */
export function addForcesPostures(forces: Command): void {
  question(forces.command('postures'))
    .description('the postures side by side: what they ask, lack, and whether they can be kept up')
    .addHelpText('after', '\nExample:\n  $ holdfast forces postures --json\n')
    .action((options: AskOptions) => answer(options, { kind: 'postures' }, tellPostures))
  question(forces.command('credibility'))
    .description('the chance that each line is filled on its day, conditions drawn at random')
    .option('--replications <n>', 'how often everything is drawn', '10000')
    .option('--seed <n>', 'the seed; the same seed gives the same answer', '1')
    .addHelpText('after', '\nExample:\n  $ holdfast forces credibility --replications 20000\n')
    .action((options: AskOptions & { replications: string; seed: string }) => {
      return answer(
        options,
        {
          kind: 'credibility',
          replications: whole('--replications', options.replications, 100_000),
          seed: whole('--seed', options.seed, 4_294_967_295),
        },
        tellCredibility,
      )
    })
}

function tellPostures({ postures }: { postures: readonly PostureStanding[] } & Labelled): void {
  printTable(
    'postures',
    ['posture', 'persons', 'lines', 'hubs and sites', 'line-rotations filled', 'weighted gap', ''],
    postures.map(({ title, persons, lines, places, filledShare, gaps }) => [
      title,
      persons,
      lines,
      places.map(({ line, quantity }) => `${line}: ${quantity}`).join(' '),
      percent(filledShare),
      gaps.weightedGap.toFixed(3),
      gaps.solution.status === 'optimal' ? 'proven' : 'not proven',
    ]),
  )
  printTable(
    `kept up for ${postures[0]?.sustainment.months ?? 0} months: deployable persons`,
    ['posture', 'ratio', 'needed', 'known', 'holds', 'nobody says for'],
    postures.flatMap(({ title, sustainment }) =>
      sustainment.ratios.map(({ ratio, needed, known, holds, unknown }) => [
        title,
        `${ratio}:1`,
        needed,
        known,
        holds,
        unknown.join(' '),
      ]),
    ),
  )
  const binding = new Map(
    postures.flatMap(({ assumptions }) => assumptions.map((one) => [one.id, one] as const)),
  )
  printTable(
    'assumptions that bind',
    ['assumption', 'owner', 'date', 'value', 'title'],
    [...binding.values()].map(({ id, owner, date, value, unit, title }) => [
      id,
      owner,
      date,
      `${value} ${unit}`,
      title,
    ]),
  )
}

const bar = (bars: readonly number[]): string => {
  const most = Math.max(1, ...bars)
  return bars.map((n) => ' .:-=+*#%@'.charAt(Math.ceil((n / most) * 9))).join('')
}

// A pledge of which nobody doubts that its nation does what it says is not drawn; no number stands for that.
function chanceWords(
  about: string,
  probability: number | null,
  assumption: Chance['assumption'],
): string {
  if (probability === null) return 'nobody says'
  if (assumption !== null) return probability.toFixed(2)
  return about.startsWith('pledge:') ? 'by its conditions alone' : 'met'
}

function tellCredibility(told: CredibilityAnswer & Labelled): void {
  const high = new Map(told.high.map((line) => [line.line, line]))
  printTable(
    `chance that each line is filled on its day (${told.replications} replications, seed ${told.seed})`,
    ['line', 'on its day', 'throughout', 'P10', 'P50', 'P90', 'filled share, 0 to 1'],
    told.low.map((low) => {
      const most = high.get(low.line) ?? low
      const range = (a: number, b: number): string =>
        a === b ? percent(a) : `${percent(a)} to ${percent(b)}`
      return [
        low.line,
        range(low.onItsDay, most.onItsDay),
        range(low.throughout, most.throughout),
        percent(low.p10),
        percent(low.p50),
        percent(low.p90),
        `[${bar(low.bars)}]`,
      ]
    }),
    'a range: from no condition without a stated chance met, to all of them met',
  )
  printTable(
    'what is drawn',
    ['about', 'nation', 'chance', 'assumption', 'owner', 'date'],
    told.chances.map(({ about, nation, probability, assumption }) => [
      about,
      nation ?? '',
      chanceWords(about, probability, assumption),
      assumption?.id ?? '',
      assumption?.owner ?? '',
      assumption?.date ?? '',
    ]),
  )
}

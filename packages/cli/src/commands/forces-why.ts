/** `holdfast forces why MODEL ANSWER`: why each unmet line is unmet. */
import type { Command } from 'commander'
import { checkAssignments, explainForces } from '@holdfast/core/generate/model'
import type { LineWhy } from '@holdfast/core/generate/model'
import { HighsSolver } from '@holdfast/engine/solver'
import { CommandRefused, printJson, printTable } from '../output/index.ts'
import { numberOf, readAssignments, readModel } from './forces-files.ts'

const LINES_MAX = 1000

interface Options {
  readonly timeLimit: string
  readonly lines: string
  readonly json?: true
}

/** `holdfast forces why`. */
export function addForcesWhy(forces: Command): void {
  forces
    .command('why')
    .argument('<model>', 'the force model')
    .argument('<answer>', 'an answer of `forces solve` to it')
    .description('why each unmet line is unmet: no pledge, these caveats, competition, too little')
    .option('--time-limit <s>', 'wall time of one question, seconds', '10')
    .option('--lines <n>', 'most lines, those of the first priorities first', '20')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nA set of caveats is minimal: each was proven to be needed. See docs/specs/force-generation.md.\n\nExample:\n  $ holdfast forces why model.json answer.json --lines 5\n',
    )
    .action(async (file: string, answer: string, options: Options) => {
      const secondsMax = numberOf('--time-limit', options.timeLimit, {
        min: 0.1,
        max: 3600,
        unit: 'seconds',
      })
      const range = { min: 1, max: LINES_MAX, unit: 'a whole number' }
      const linesMax = Math.floor(numberOf('--lines', options.lines, range))
      const model = readModel(file)
      const assignments = readAssignments(answer)
      const [fault] = checkAssignments(model, assignments)
      if (fault !== undefined)
        throw new CommandRefused(`${answer} is no answer to ${file}: ${fault.what}; solve it again`)
      const solver = new HighsSolver()
      try {
        const whys = await explainForces(model, assignments, solver, { secondsMax, linesMax })
        if (options.json === true) printJson({ model: model.id, whys })
        else tellWhys(whys)
      } finally {
        await solver.close()
      }
    })
}

const WORDS: Readonly<Record<LineWhy['why'], string>> = {
  noPledge: 'nobody pledged any',
  blockedByCaveats: 'blocked by caveats',
  competition: 'competition',
  enabler: 'an enabler is missing',
  people: 'a nation’s limit of people',
  rest: 'rest between rotations',
  nationsMax: 'its most nations',
  framework: 'no framework nation',
  rules: 'several rules together',
  together: 'caveats and more, only together',
  tooLittle: 'too little pledged',
  unproven: 'unproven',
}

function detailOf({ caveats, lines, binding, shortfallThen, gap, reason }: LineWhy): string {
  if (caveats.length > 0)
    return `lift ${[...caveats.map(({ nation, caveat }) => `${nation} ${caveat}`), ...binding.map((rule) => `without ${rule}`)].join(' and ')}: lacks ${shortfallThen}`
  if (lines.length > 0)
    return `${lines.join(', ')} would have to give way: lacks ${shortfallThen} then`
  if (binding.length > 0) return `${binding.join(', ')}; without it lacks ${shortfallThen}`
  if (reason === null) return ''
  return gap === null ? reason : `${reason} (gap ${(gap * 100).toFixed(1)} %)`
}

function tellWhys(whys: readonly LineWhy[]): void {
  printTable(
    'Why lines are unmet (lacks: over all rotations)',
    ['line', 'lacks', 'why', ''],
    whys.map((one) => [one.line, one.shortfall, WORDS[one.why], detailOf(one)]),
  )
}

/** `holdfast forces check MODEL ANSWER`: whether an answer, of whichever solver, keeps every rule of its model. */
import type { Command } from 'commander'
import { checkAssignments, checkForces } from '@holdfast/core/generate/model'
import { printJson } from '../output/index.ts'
import { readAnswer, readModel } from './forces-files.ts'

/** `holdfast forces check`. */
export function addForcesCheck(forces: Command): void {
  forces
    .command('check')
    .argument('<model>', 'the force model')
    .argument('<answer>', 'an answer of `forces solve`, or any file with its assignments')
    .description('check an answer against its model: every rule, and every figure that it tells')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nThe checker shares no code with the solver. Exit code 1 where a rule is broken or a figure wrong. A file\nwithout levels is judged by its assignments alone.\n\nExample:\n  $ holdfast forces check model.json answer.json\n',
    )
    .action((file: string, answer: string, { json }: { json?: true }) => {
      const model = readModel(file)
      const { assignments, solution } = readAnswer(answer)
      const faults =
        solution === null ? checkAssignments(model, assignments) : checkForces(model, solution)
      const figures = solution === null ? 'it tells no figures' : 'every figure is theirs'
      if (json === true)
        printJson({ holds: faults.length === 0, figures: solution !== null, faults })
      else if (faults.length === 0)
        process.stdout.write(`${answer}: every rule is kept by its assignments, and ${figures}\n`)
      for (const { rule, what } of json === true ? [] : faults)
        process.stderr.write(`${answer}: ${rule}: ${what}\n`)
      if (faults.length > 0) process.exitCode = 1
    })
}

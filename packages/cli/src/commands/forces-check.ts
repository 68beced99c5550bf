/** `holdfast forces check MODEL ANSWER`: whether an answer, of whichever solver, keeps every rule of its model. */
import type { Command } from 'commander'
import { checkAssignments } from '@holdfast/core/generate/model'
import { printJson } from '../output/index.ts'
import { readAssignments, readModel } from './forces-files.ts'

/** `holdfast forces check`. */
export function addForcesCheck(forces: Command): void {
  forces
    .command('check')
    .argument('<model>', 'the force model')
    .argument('<answer>', 'an answer of `forces solve`, or any file with its assignments')
    .description('check the assignments of an answer against every rule of its model')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nThe checker shares no code with the solver. Exit code 1 where a rule is broken.\n\nExample:\n  $ holdfast forces check model.json answer.json\n',
    )
    .action((file: string, answer: string, { json }: { json?: true }) => {
      const faults = checkAssignments(readModel(file), readAssignments(answer))
      if (json === true) printJson({ holds: faults.length === 0, faults })
      else if (faults.length === 0) process.stdout.write(`${answer}: every rule is kept\n`)
      for (const { rule, what } of json === true ? [] : faults)
        process.stderr.write(`${answer}: ${rule}: ${what}\n`)
      if (faults.length > 0) process.exitCode = 1
    })
}

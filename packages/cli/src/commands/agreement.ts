import type { Command } from 'commander'
import { addCheck } from './agreement-check.ts'
import { addDiff } from './agreement-diff.ts'
import { addEvaluate } from './agreement-evaluate.ts'
import { addExplain } from './agreement-explain.ts'
import { addHistory } from './agreement-history.ts'
import { addMotions } from './agreement-motions.ts'
import { addNew } from './agreement-new.ts'

/** `holdfast agreement …`: writes, checks, proposes and carries a text, and says what follows from it. */
export function addAgreement(program: Command): void {
  const agreement = program
    .command('agreement')
    .description('write, check and carry an agreement, and say what follows from it')
  addNew(agreement)
  addCheck(agreement)
  addMotions(agreement)
  addEvaluate(agreement)
  addExplain(agreement)
  addDiff(agreement)
  addHistory(agreement)
}

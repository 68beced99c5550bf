/**
 * The operator's command. Exit code 0 only for success; an operating error says what, where and how to mend on stderr,
 * and never shows a stack.
 */
import { Command, CommanderError } from 'commander'
import { addAgreement } from './commands/agreement.ts'
import { addCommission } from './commands/commission.ts'
import { addCoverage } from './commands/coverage.ts'
import { addDay } from './commands/day.ts'
import { addDeclare } from './commands/declare.ts'
import { addDecode } from './commands/decode.ts'
import { addDesk } from './commands/desk.ts'
import { addEdge } from './commands/edge.ts'
import { addDeployment } from './commands/deployment.ts'
import { addFeeds } from './commands/feeds.ts'
import { addForces } from './commands/forces.ts'
import { addFuse } from './commands/fuse.ts'
import { addHotline } from './commands/hotline.ts'
import { addOffices } from './commands/offices.ts'
import { addLog } from './commands/log.ts'
import { addMove } from './commands/move.ts'
import { addNotified } from './commands/notified.ts'
import { addPatrol } from './commands/patrol.ts'
import { addPlan } from './commands/plan.ts'
import { addQuarantine } from './commands/quarantine.ts'
import { addRejects } from './commands/rejects.ts'
import { addReplay } from './commands/replay.ts'
import { addReport } from './commands/report.ts'
import { addSource } from './commands/source.ts'
import { CommandRefused } from './output/index.ts'

// A reader that has seen enough (`| head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

const program = new Command('holdfast')
  .description(
    'keeps a guaranteed ceasefire: observe, fuse, agreement, verify, respond, generate, move',
  )
  .version('0.1.0')
  .showHelpAfterError('(say `holdfast --help` for the commands)')
  .exitOverride()

addDeployment(program)
addReplay(program)
addDecode(program)
addEdge(program)
addSource(program)
addCoverage(program)
addQuarantine(program)
addFeeds(program)
addRejects(program)
addFuse(program)
addForces(program)
addMove(program)
addAgreement(program)
addDeclare(program)
addNotified(program)
addDay(program)
addDesk(program)
addHotline(program)
addCommission(program)
addPatrol(program)
addOffices(program)
addPlan(program)
addReport(program)
addLog(program)

try {
  await program.parseAsync()
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode
  else {
    const message = error instanceof Error ? error.message : String(error)
    process.stderr.write(`holdfast: ${message}\n`)
    if (
      !(error instanceof CommandRefused) &&
      process.env['HOLDFAST_TRACE'] === '1' &&
      error instanceof Error
    )
      process.stderr.write(`${error.stack ?? ''}\n`)
    process.exitCode = 1
  }
}

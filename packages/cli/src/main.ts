/**
 * The operator's command. Exit code 0 only for success; an operating error says what, where and how to mend on stderr,
 * and never shows a stack.
 */
import { Command, CommanderError } from 'commander'
import { visible } from '@holdfast/core/units'
import { groupsFor } from './commands/index.ts'
import { CommandRefused, guardTerminal } from './output/index.ts'

// A reader that has seen enough (`| head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

guardTerminal(process.stdout)

const program = new Command('holdfast')
  .description(
    'keeps a guaranteed ceasefire: observe, fuse, agreement, verify, respond, generate, move',
  )
  .version('0.1.0')
  .showHelpAfterError('(say `holdfast --help` for the commands)')
  .exitOverride()

const groups = await Promise.all(groupsFor(process.argv[2]).map(({ load }) => load()))
for (const add of groups) add(program)

try {
  await program.parseAsync()
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode
  else {
    const message = error instanceof Error ? error.message : String(error)
    process.stderr.write(`holdfast: ${visible(message)}\n`)
    if (
      !(error instanceof CommandRefused) &&
      process.env['HOLDFAST_TRACE'] === '1' &&
      error instanceof Error
    )
      process.stderr.write(`${error.stack ?? ''}\n`)
    process.exitCode = 1
  }
}

/** For the tests of commands: what a program prints when it is given words, as an operator would see it. */
import { vi } from 'vitest'

/** A program of the command line, with its commands added. */
interface Program {
  readonly commands: readonly Program[]
  exitOverride(): unknown
  configureOutput(to: { readonly writeErr: () => void }): unknown
  parseAsync(words: readonly string[], how: { readonly from: 'user' }): Promise<unknown>
}

const all = (program: Program): readonly Program[] => [program, ...program.commands.flatMap(all)]

/**
 * Runs the words; gives what was printed on stdout. A refusal rejects, also one of the command line itself; `printing` is
 * told of each piece as it comes, so that what came before a refusal can be seen.
 */
export async function printedBy(
  program: Program,
  words: readonly string[],
  printing: (text: string) => void = () => undefined,
): Promise<string> {
  let printed = ''
  const out = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text)
    printing(String(text))
    return true
  })
  const progress = vi.spyOn(process.stderr, 'write').mockImplementation(() => true)
  for (const one of all(program)) {
    one.exitOverride()
    one.configureOutput({ writeErr: () => undefined })
  }
  try {
    await program.parseAsync(words, { from: 'user' })
    return printed
  } finally {
    out.mockRestore()
    progress.mockRestore()
  }
}

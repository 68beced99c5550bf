/** A first text, carried by nations: one proposes it, and others support it until its quorum is met. */

/** Who may carry it: real nations, so that real ones have a say in it afterwards. */
const NATIONS = ['NOR', 'SWE', 'FIN'] as const
const REASON = 'as agreed'

/** Gives a command of the agreement for a nation; returns the entries that it made. */
export type SayFor = (
  nation: string,
  command: object,
) => Promise<readonly { readonly index: number }[]>

/** Carries a text, and returns the log index of its adoption. */
export async function carryText(
  sayFor: SayFor,
  document: string,
  [first, ...others]: readonly [string, ...string[]] = NATIONS,
): Promise<number> {
  const said = { step: 'agreement', reason: REASON }
  const proposal = { ...said, type: 'proposeAmendment', document, fromMs: null }
  const motion = (await sayFor(first, proposal))[0]?.index
  for (const nation of others) {
    const support = { ...said, type: 'supportAmendment', motion }
    const [, adopted] = await sayFor(nation, support)
    if (adopted !== undefined) return adopted.index
  }
  throw new Error(`motion ${motion} takes more nations than were given`)
}

const as = (nation: string): readonly string[] => ['--nation', nation, '--reason', REASON]

/** The same at the command line: `run` takes the words after `agreement`. */
export async function carryFile(
  run: (...words: readonly string[]) => Promise<string>,
  file: string,
): Promise<void> {
  const [first, ...others] = NATIONS
  const motion = /motion (\d+)/u.exec(await run('propose', file, ...as(first)))?.[1] ?? ''
  for (const nation of others)
    if ((await run('support', motion, ...as(nation))).includes('is carried')) return
  throw new Error(`motion ${motion} takes more nations than were given`)
}

// Sends what an act came to. Many commands go in few requests, so that one key on two hundred rows is one act to the
// server's limit, too; each command keeps its own entry and its own refusal.
import { ACT_COMMANDS_MAX } from '../api/index.ts'
import type { ActPart, CommandAnswer } from '../api/index.ts'
import type { Step } from './acts.ts'
import { OPENED } from './dismiss.ts'

/** What went on record, and what was refused by the row that it was about. */
export interface Sent {
  readonly refused: ReadonlyMap<string, string>
  readonly entries: readonly number[]
}

/** Sends the commands of one request, and gives an answer for each. */
export type SendAct = (parts: readonly ActPart[]) => Promise<readonly CommandAnswer[]>

/** The steps in lists that one request takes each; what is about an incident just opened stays with its opening. */
export function inActs(
  steps: readonly Step[],
  max = ACT_COMMANDS_MAX,
): readonly (readonly Step[])[] {
  const acts: Step[][] = []
  for (const [i, step] of steps.entries()) {
    const last = acts.at(-1)
    const isFollowed = steps[i + 1]?.body['incident'] === OPENED
    const isBound = step.body['incident'] === OPENED
    const room = max - (last?.length ?? max)
    if (last !== undefined && (isBound || room >= (isFollowed ? 2 : 1))) last.push(step)
    else acts.push([step])
  }
  return acts
}

const partOf = ({ body }: Step): ActPart => {
  if (body['incident'] !== OPENED) return { command: body }
  const { incident: _opened, ...command } = body
  return { command, onOpened: true }
}

/** Sends steps one after another, and goes on after what is refused. */
export async function sendAll(steps: readonly Step[], send: SendAct): Promise<Sent> {
  const refused = new Map<string, string>()
  const entries: number[] = []
  for (const act of inActs(steps)) {
    const answers = await send(act.map(partOf))
    for (const [i, { row }] of act.entries()) {
      const answer = answers[i] ?? { refused: 'the server gave no answer' }
      if ('entries' in answer) entries.push(...answer.entries.map(({ index }) => index))
      // What was not opened cannot be gone on with; why stands under the row already.
      else if (!refused.has(row)) refused.set(row, answer.refused)
    }
  }
  return { refused, entries }
}

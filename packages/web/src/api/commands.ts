import { askWhole, refusalOf } from './client.ts'

/** A command as the server takes it: its step, its type and its fields. */
export type CommandBody = Readonly<Record<string, unknown>>
/** What a command came to: the entries that it made, or why it was refused; then nothing changed. */
export type CommandAnswer =
  | { readonly entries: readonly { readonly index: number; readonly kind: string }[] }
  | { readonly refused: string }

/** Most commands that the server takes in one act. */
export const ACT_COMMANDS_MAX = 400
/** A command of an act; `onOpened`: its incident is the one that the command before it opened. */
export interface ActPart {
  readonly command: CommandBody
  readonly onOpened?: true
}

/** Sends several commands in one request, and answers for each, in their order. Never throws: a refusal is an answer. */
export async function sendAct(commands: readonly ActPart[]): Promise<readonly CommandAnswer[]> {
  try {
    const response = await askWhole('/acts', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ commands }),
    })
    return ((await response.json()) as { readonly answers: readonly CommandAnswer[] }).answers
  } catch (error) {
    const refused = refusalOf(error)
    return commands.map(() => ({ refused }))
  }
}

/** Sends a command, and answers once it is durable or refused. Never throws: a refusal is an answer. */
export async function sendCommand(command: CommandBody): Promise<CommandAnswer> {
  try {
    const response = await askWhole('/commands', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(command),
    })
    return (await response.json()) as Extract<CommandAnswer, { entries: unknown }>
  } catch (error) {
    return { refused: refusalOf(error) }
  }
}

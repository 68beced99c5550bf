import { askWhole, refusalOf } from './client.ts'

/** A command as the server takes it: its step, its type and its fields. */
export type CommandBody = Readonly<Record<string, unknown>>
/** What a command came to: the entries that it made, or why it was refused; then nothing changed. */
export type CommandAnswer =
  | { readonly entries: readonly { readonly index: number; readonly kind: string }[] }
  | { readonly refused: string }

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

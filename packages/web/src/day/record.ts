import { ask, sendCommand } from '../api/index.ts'
import type { CommandBody } from '../api/index.ts'

/** Sends a command; null once it is durable, otherwise what is wrong in words. */
export async function record(command: CommandBody): Promise<string | null> {
  const answer = await sendCommand(command)
  return 'refused' in answer ? answer.refused : null
}

/** Asks for a page of the day; refused in the words of the server. */
export const askDay = <T>(path: string): Promise<T> => ask(path)

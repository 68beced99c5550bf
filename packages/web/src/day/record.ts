import { ask, sendCommand } from '../api/index.ts'
import type { Call, CallAbout } from '@holdfast/core/liaise'
import type { DueItem, Patrol } from '@holdfast/core/patrol'
import type { CommandBody } from '../api/index.ts'

/** Sends a command; null once it is durable, otherwise what is wrong in words. */
export async function record(command: CommandBody): Promise<string | null> {
  const answer = await sendCommand(command)
  return 'refused' in answer ? answer.refused : null
}

/** Asks for a page of the day; refused in the words of the server. */
export const askDay = <T>(path: string): Promise<T> => ask(path)

/** A call as the server tells it: what it is about, and when, only where the office may have it. */
export type SeenCall = Pick<Call, 'id' | 'number' | 'status'> & {
  readonly about: CallAbout | null
  readonly dueAtMs: number | null
  readonly legs: Readonly<
    Record<
      'A' | 'B',
      Pick<Call['legs']['A'], 'party' | 'status'> &
        Partial<Omit<Call['legs']['A'], 'party' | 'status'>>
    >
  >
}
/** The day as the server tells it. */
export interface Day {
  readonly nowMs: number
  readonly due: readonly DueItem[]
  readonly unopenedLeftOut: number
  readonly leftOut?: Readonly<Record<string, number>>
  readonly patrols: readonly Patrol[]
  readonly calls: readonly SeenCall[]
}

/** Asks for the day, as the office that is logged in may have it. */
export const fetchDay = (): Promise<Day> => askDay('/day')

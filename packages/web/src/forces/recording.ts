import { sendCommand } from '../api/index.ts'

/** Sends a command and answers why it is not on record, or null once it is; then `onRecorded` is told. */
export const recordingOf =
  (onRecorded: () => void) =>
  async (command: object): Promise<string | null> => {
    const answer = await sendCommand({ ...command })
    if ('refused' in answer) return answer.refused
    onRecorded()
    return null
  }

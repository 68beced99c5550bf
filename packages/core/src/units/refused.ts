/** An operating error as a value: what was refused and how to mend it. */
export interface Refused {
  readonly refused: string
}
/** Whether a result is a refusal. */
export const isRefused = (result: object): result is Refused => 'refused' in result

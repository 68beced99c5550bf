/** Which part of a flight was observed. Outgoing and impact are two events, never one. */
export type Phase = 'outgoing' | 'impact' | 'airburst' | 'inFlight' | 'undetermined'
/** Every phase. */
export const PHASES: readonly Phase[] = [
  'outgoing',
  'impact',
  'airburst',
  'inFlight',
  'undetermined',
]

export { DayScreen } from './day.tsx'
export { linesOfDay } from './hand-over.ts'
export { Raised } from './raised.tsx'
export { fetchDay } from './record.ts'

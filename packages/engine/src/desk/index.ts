export { readCommand, snapshotsOf } from './read-command.ts'
export { readQuestion } from './read-question.ts'
export type { ForceQuestion } from './read-question.ts'

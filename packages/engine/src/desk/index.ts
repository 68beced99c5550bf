export { readCommand, snapshotsOf } from './read-command.ts'

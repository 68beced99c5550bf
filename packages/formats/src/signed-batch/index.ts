export {
  encodeSignedBatch,
  readSignedBatch,
  readStatement,
  statementToSign,
} from './signed-batch.ts'
export type { ReadStatement, Unsigned } from './signed-batch.ts'

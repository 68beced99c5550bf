export {
  encodeSignedBatch,
  openSignedBatch,
  openSignedJson,
  readSignedBatch,
  readStatement,
  statementToSign,
} from './signed-batch.ts'
export type { OpenedBatch, ReadStatement, Unsigned } from './signed-batch.ts'

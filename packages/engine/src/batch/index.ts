export { nodeHashing } from './hashing.ts'
export { payloadOf, prepareBatch, type PreparedBatch, type Preparing } from './prepared-batch.ts'

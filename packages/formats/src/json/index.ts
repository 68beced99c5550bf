export { DOCUMENT_BYTES_MAX, JsonDecoder, LINE_BYTES_MAX } from './json-stream.ts'
export type { JsonPiece } from './json-stream.ts'
export {
  JSON_DEPTH_MAX,
  elementsOf,
  lineOf,
  membersOf,
  placed,
  soundJson,
  wordOf,
} from './json-text.ts'

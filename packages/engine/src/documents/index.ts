export { DOCUMENT_CHARACTERS_MAX, DOCUMENT_ERRORS_MAX, readYaml } from './read-yaml.ts'
export type { At, ReadYaml } from './read-yaml.ts'
export { readDocument, schemaErrors } from './read-document.ts'
export type { DocumentText, JsonSchema } from './read-document.ts'
export { AGREEMENT_SCHEMA } from './agreement-schema.ts'
export { readAgreement } from './read-agreement.ts'
export type { ReadAgreement } from './read-agreement.ts'
export {
  readAcceptance,
  readCoalition,
  readLadder,
  readMovementModel,
  readNetwork,
  readPlanDocument,
  readSources,
} from './read-others.ts'

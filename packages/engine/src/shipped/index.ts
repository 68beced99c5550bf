export { unknownLadder } from './ladders.ts'
export {
  dataFile,
  dataText,
  shippedAcceptance,
  shippedAgreement,
  shippedCoalition,
  shippedLadder,
  shippedMovementModel,
  shippedNetwork,
  shippedPlanDocument,
  shippedScenario,
  shippedStatements,
  shippedTaxonomy,
} from './shipped.ts'

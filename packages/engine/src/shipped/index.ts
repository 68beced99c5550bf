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
  shippedTaxonomy,
} from './shipped.ts'

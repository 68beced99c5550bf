export {
  dataFile,
  dataText,
  shippedAcceptance,
  shippedAgreement,
  shippedCoalition,
  shippedLadder,
  shippedNetwork,
  shippedScenario,
  shippedTaxonomy,
} from './shipped.ts'

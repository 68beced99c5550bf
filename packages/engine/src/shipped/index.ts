export {
  dataFile,
  dataText,
  shippedAgreement,
  shippedCoalition,
  shippedLadder,
  shippedNetwork,
  shippedScenario,
} from './shipped.ts'

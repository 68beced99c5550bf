export { EventCalendar, EVENTS_MAX, EVENTS_WAITING_MAX } from './calendar.ts'
export { Draws } from './draws.ts'
export { Queues } from './queues.ts'
export { erlangWaitHours, runWaitingLine } from './waiting-line.ts'
export type { WaitingLine, WaitingLineResult, WaitingLineRun } from './waiting-line.ts'
export { meanWithInterval, percentileOf, wilsonOf } from './statistics.ts'
export type { Interval } from './statistics.ts'
export type { Distribution } from './distribution.ts'
export { befallsLeg, befallsNode, FAULT_KINDS, NO_FAULTS, referenceFaults } from './faults.ts'
export type {
  BorderLanes,
  CombinedFault,
  Fault,
  FaultBasis,
  FaultKind,
  FaultModel,
  FaultPolicy,
  Variation,
} from './faults.ts'
export { FAULTS_MAX, FAULT_HOURS_MAX, LANES_MAX, readFaultModel } from './read-faults.ts'
export { TRIPS_MAX, readSimulationCase, simulationCaseOf } from './read-case.ts'
export type { FaultsOrigin, SimulationCase } from './read-case.ts'
export {
  Experiment,
  jobsOf,
  lossesOf,
  POINTS_MAX,
  REPLICATIONS_MAX,
  SEED_MAX,
} from './experiment.ts'
export type { ExperimentAsked, ExperimentJob, JobDone } from './experiment.ts'
export { resultOf, simulateHere, SIMULATION_LABEL } from './result.ts'
export type { Chance, Criticality, DoneJob, Percentiles, SimulationResult } from './result.ts'
export type { Loss } from './disturbances.ts'

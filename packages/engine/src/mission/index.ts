/**
 * The whole state of a deployment: one fold of the journal's entries, step by step. Nothing else is state; what
 * screens read is projected from the same entries.
 */
import type { Entry, Tombstone } from '@holdfast/core/evidence'
import * as observe from '@holdfast/core/observe'
import * as confidence from '@holdfast/core/fuse/confidence'
import * as control from '@holdfast/core/fuse/control'
import * as agreement from '@holdfast/core/agreement'
import * as verify from '@holdfast/core/verify'
import * as liaise from '@holdfast/core/liaise'
import * as patrol from '@holdfast/core/patrol'
import * as generate from '@holdfast/core/generate'
import * as move from '@holdfast/core/move'
import * as respond from '@holdfast/core/respond'
import * as report from '@holdfast/core/report'
import * as exercise from '@holdfast/core/exercise'

/** The folded states of every step that people or feeds decide in. */
export interface Mission {
  readonly observe: observe.ObserveState
  /** Positions seen held, by which the line is followed. */
  readonly held: control.HeldState
  /** Recalibrations of the machine's figures that people adopted. */
  readonly confidence: confidence.ConfidenceState
  readonly agreement: agreement.AgreementState
  readonly verify: verify.VerifyState
  readonly liaise: liaise.LiaiseState
  readonly patrol: patrol.PatrolState
  readonly generate: generate.GenerateState
  readonly move: move.MoveState
  readonly respond: respond.RespondState
  readonly report: report.ReportState
  readonly exercise: exercise.ExerciseState
}

/** Before the first entry. */
export const initialMission = (): Mission => ({
  observe: observe.initial,
  held: control.initial,
  confidence: confidence.initial,
  agreement: agreement.initial,
  verify: verify.initial,
  liaise: liaise.initial,
  patrol: patrol.initial,
  generate: generate.initial,
  move: move.initial,
  respond: respond.initial,
  report: report.initial,
  exercise: exercise.initial,
})

/** Applies one entry to every step; each takes what concerns it. */
export const evolveMission = (mission: Mission, entry: Entry | Tombstone): Mission => ({
  observe: observe.evolve(mission.observe, entry),
  ...evolveDecided(mission, entry),
})

/** The same without the observations' ids: what the projector folds. */
export const evolveDecided = (
  mission: Omit<Mission, 'observe'>,
  entry: Entry | Tombstone,
): Omit<Mission, 'observe'> => ({
  held: control.evolve(mission.held, entry),
  confidence: confidence.evolve(mission.confidence, entry),
  agreement: agreement.evolve(mission.agreement, entry),
  verify: verify.evolve(mission.verify, entry),
  liaise: liaise.evolve(mission.liaise, entry),
  patrol: patrol.evolve(mission.patrol, entry),
  generate: generate.evolve(mission.generate, entry),
  move: move.evolve(mission.move, entry),
  respond: respond.evolve(mission.respond, entry),
  report: report.evolve(mission.report, entry),
  exercise: exercise.evolve(mission.exercise, entry),
})

/** Movement planning as the server tells it to the guarantors' office. */
import type { ChosenFault } from '@holdfast/core/move/contingency'
import type { MoveJob, MoveStanding } from '@holdfast/core/move/jobs'
import type { MovementModel } from '@holdfast/core/move/model'
import type { PlanName, PlanningAnswer } from '@holdfast/core/move/planning'
import type { FaultModel } from '@holdfast/core/move/simulate'
import { ask } from './client.ts'

/** What a job shall do; `of` is the job, or `adopted`, whose plan it goes on from. */
export type MoveAsked =
  | { readonly kind: 'solve'; readonly price: number }
  | {
      readonly kind: 'replan'
      readonly of: string
      readonly price: number
      readonly faults: readonly ChosenFault[]
    }
  | {
      readonly kind: 'simulate'
      readonly of: string
      readonly replications: number
      readonly seed: number
      readonly pairs: number
      /** Named faults with their chances; left out, those that the kinds of places suggest. */
      readonly faults?: FaultModel
    }

const json = (method: string, body: object): RequestInit => ({
  method,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})

/** The model in force, the plan adopted, the jobs. */
export const fetchMoveStanding = (): Promise<MoveStanding> => ask('/move/standing')
/** A job with its answer, as far as it is. */
export const fetchMoveJob = (id: string): Promise<MoveJob> =>
  ask(`/move/jobs/${encodeURIComponent(id)}`)
/** Asks for a job; throws a `Problem` where the queue is full or the body does not fit. */
export const askMove = (asked: MoveAsked): Promise<MoveJob> =>
  ask('/move/jobs', json('POST', asked))
/** Stops a job of one's own nation. */
export const cancelMove = (id: string): Promise<MoveJob> =>
  ask(`/move/jobs/${encodeURIComponent(id)}`, { method: 'DELETE' })
/** Puts the plan of a job on record. */
export const adoptMovePlan = (adoption: {
  readonly job: string
  readonly digest: string
  readonly reason: string
}): Promise<{ readonly entries: readonly { readonly index: number }[] }> =>
  ask('/move/plans', json('POST', adoption))
/** Puts the model that ships, or is in force, on record as the one that plans are made of. */
export async function adoptShippedModel(): Promise<void> {
  const model = await ask<object>('/move/model')
  const command = { step: 'move', type: 'adoptModel', document: JSON.stringify(model) }
  await ask('/commands', json('POST', command))
}
/** The movement model in force, as a document. */
export const fetchMoveModel = (): Promise<MovementModel> => ask('/move/model')
/** Where the plan of a job is read as a document. */
export const planAddress = (id: string): string => `/api/v1/move/jobs/${id}/plan`
/** A planning document worked out: air, sea, sites, stocks, training or ready. */
export const fetchPlanning = (name: PlanName): Promise<PlanningAnswer> =>
  ask(`/move/planning/${name}`)
/** Puts a planning document on record as the one of its kind; refused with its place where it is wrong. */
export const adoptPlanDocument = async (document: string): Promise<void> => {
  await ask('/commands', json('POST', { step: 'move', type: 'adoptDocument', document }))
}

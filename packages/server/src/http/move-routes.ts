/**
 * Movement planning: jobs that solve, plan anew under faults and simulate, and the adoption of a plan. The guarantors' alone:
 * what binds a plan is criticality.
 */
import type { Actor } from '@holdfast/core/nations'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { perMinute, type Context, type Server } from './context.ts'
import type { Recorded, RefusedRequest } from './engine-port.ts'
import { actorFrom } from './guard.ts'
import { MoveAdoptionSchema, MoveAskedSchema } from './move-schemas.ts'
import { Problem } from './problem.ts'
import { body, problems } from './schemas.ts'

/** Who asks. */
export type MoveAsker = Pick<Actor, 'name' | 'nation' | 'office'>
type Given = object | RefusedRequest
/** What these routes need of a running deployment. */
export interface MovePort {
  /** How the planning stands. */
  standing(asker: MoveAsker): Given
  /** The model in force. */
  model(asker: MoveAsker): Given
  /** A planning document worked out. */
  planning(name: string, asker: MoveAsker): Given
  /** Makes a job; refused where the queue is full. */
  ask(asked: unknown, asker: MoveAsker): Given
  job(id: string, asker: MoveAsker): Given
  /** The plan of a job as a document. */
  plan(id: string, asker: MoveAsker): Given
  cancel(id: string, asker: MoveAsker): Given
  /** Puts the plan of a job on record. Resolves only once it is durable. */
  adopt(
    asked: unknown,
    actor: Actor,
  ): Promise<{ readonly entries: readonly Recorded[] } | RefusedRequest>
}

const NONE: RefusedRequest = { refused: 'no movement is planned here', status: 404 }
/** A deployment that plans none. */
export const NO_MOVE: MovePort = {
  standing: () => NONE,
  model: () => NONE,
  planning: () => NONE,
  ask: () => NONE,
  job: () => NONE,
  plan: () => NONE,
  cancel: () => NONE,
  adopt: async () => NONE,
}

type Needs = Pick<Context, 'limits'> & { readonly engine: MovePort }

function given<T extends object>(answer: T | RefusedRequest): T {
  if ('refused' in answer) throw new Problem(answer.status ?? 403, answer.refused)
  return answer
}
const JobParams = Type.Object({ id: Type.String({ pattern: '^(job-[0-9]{1,9}|adopted)$' }) })
const PlanningParams = Type.Object({ name: Type.String({ pattern: '^[a-z]{1,20}$' }) })
const ONE_OFFICE = ['guarantors'] as const
/** Before a body is read. */
const onRequest = async (request: FastifyRequest): Promise<void> => {
  actorFrom(request, ONE_OFFICE)
}

/** `/move/standing`, `/move/model`, `/move/jobs` and `/move/plans`. */
export function moveRoutes(server: Server, needs: Needs): void {
  readRoutes(server, needs)
  jobRoutes(server, needs)
}

function readRoutes(server: Server, { engine, limits }: Needs): void {
  const config = perMinute(limits.perMinute.reads)
  const refusals = problems(401, 403, 404, 409, 429)
  server.get(
    '/move/standing',
    {
      config,
      schema: {
        operationId: 'moveStanding',
        summary: 'The model in force, the plan adopted, the jobs; guarantors only',
        response: { 200: body('MoveStanding', 'How the planning stands'), ...refusals },
      },
    },
    async (request) => given(engine.standing(actorFrom(request, ONE_OFFICE))),
  )
  server.get(
    '/move/model',
    {
      config,
      schema: {
        operationId: 'moveModel',
        summary: 'The movement model in force as a document; guarantors only',
        response: { 200: body('MoveDocument', 'The model'), ...refusals },
      },
    },
    async (request) => given(engine.model(actorFrom(request, ONE_OFFICE))),
  )
  server.get(
    '/move/planning/:name',
    {
      config,
      schema: {
        operationId: 'movePlanning',
        summary:
          'A planning document worked out: air, sea, sites, stocks, training, ready; guarantors only',
        params: PlanningParams,
        response: { 200: body('MovePlanning', 'The results'), ...problems(400), ...refusals },
      },
    },
    async (request) => given(engine.planning(request.params.name, actorFrom(request, ONE_OFFICE))),
  )
  server.get(
    '/move/jobs/:id',
    {
      config,
      schema: {
        operationId: 'moveJob',
        summary: 'A job: how far it is, the best answer so far, its answer; guarantors only',
        params: JobParams,
        response: { 200: body('MoveJob', 'The job'), ...problems(400), ...refusals },
      },
    },
    async (request) => given(engine.job(request.params.id, actorFrom(request, ONE_OFFICE))),
  )
  server.get(
    '/move/jobs/:id/plan',
    {
      config,
      schema: {
        operationId: 'movePlanOfJob',
        summary: 'The plan of a job, or the `adopted` one, with its model; guarantors only',
        params: JobParams,
        response: { 200: body('MoveDocument', 'The plan'), ...problems(400), ...refusals },
      },
    },
    async (request) => given(engine.plan(request.params.id, actorFrom(request, ONE_OFFICE))),
  )
}

function jobRoutes(server: Server, { engine, limits }: Needs): void {
  const config = perMinute(limits.perMinute.commands)
  const refusals = problems(400, 401, 403, 404, 409, 429)
  server.post(
    '/move/jobs',
    {
      config,
      schema: {
        operationId: 'askMove',
        summary: 'Asks for a job: solve, replan under faults, simulate; guarantors only',
        body: MoveAskedSchema,
        response: {
          202: body('MoveJob', 'It waits or runs; ask for it by its id'),
          ...refusals,
          ...problems(413, 415, 422, 503),
        },
      },
      onRequest,
    },
    async (request, reply) =>
      reply.code(202).send(given(engine.ask(request.body, actorFrom(request, ONE_OFFICE)))),
  )
  server.delete(
    '/move/jobs/:id',
    {
      config,
      schema: {
        operationId: 'cancelMove',
        summary: 'Stops a job of one’s own nation; guarantors only',
        params: JobParams,
        response: { 200: body('MoveJob', 'It is stopped'), ...refusals },
      },
    },
    async (request) => given(engine.cancel(request.params.id, actorFrom(request, ONE_OFFICE))),
  )
  server.post(
    '/move/plans',
    {
      config,
      schema: {
        operationId: 'adoptMovePlan',
        summary: 'Puts the plan of a job on record, by its digest; guarantors only',
        body: MoveAdoptionSchema,
        response: {
          201: body('Recorded', 'Recorded, durable'),
          ...refusals,
          ...problems(413, 415, 422, 503),
        },
      },
      onRequest,
    },
    async (request, reply) =>
      reply.code(201).send(given(await engine.adopt(request.body, actorFrom(request, ONE_OFFICE)))),
  )
}

/**
 * One act of a person on many incidents or candidates: two hundred candidates are dismissed with one key, and that is no
 * flood. Each of its commands is decided by itself, one after another, with an entry and a refusal of its own, as if it had
 * been sent alone; only the limit of requests counts the act as one. How many commands an act has is bounded instead.
 */
import { isRefused } from '@holdfast/core/units'
import { Type } from 'typebox'
import { perMinute, type Context, type Server } from './context.ts'
import { actorOf } from './guard.ts'
import { ACT_COMMANDS_MAX } from './limits.ts'
import { body, problems } from './schemas.ts'

/** A command of an act. */
interface Part {
  readonly command: Readonly<Record<string, unknown>>
  /** Its incident is the one that the command before it opened. */
  readonly onOpened?: boolean
}
/** What became of it. */
type Answer =
  | {
      readonly entries: readonly {
        readonly index: number
        readonly kind: string
        readonly atMs: number
      }[]
      /** What an answer lacks although its votes suffice. */
      readonly remark?: string
    }
  | { readonly refused: string; readonly status: number }

const NOT_OPENED: Answer = {
  refused: 'the command before it opened no incident that this one could be about',
  status: 409,
}

const ActSchema = Type.Object(
  {
    commands: Type.Array(
      Type.Object(
        {
          command: Type.Unsafe<Part['command']>({ $ref: 'Command#' }),
          onOpened: Type.Optional(
            Type.Boolean({ description: 'Its incident is the one that the command before opened' }),
          ),
        },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: ACT_COMMANDS_MAX },
    ),
  },
  { additionalProperties: false },
)

/** `POST /acts`: commands that a person gives at once; each is decided, and answered, by itself. */
export function actRoutes(server: Server, { engine, limits }: Context): void {
  server.post(
    '/acts',
    {
      config: perMinute(limits.perMinute.acts),
      schema: {
        operationId: 'act',
        summary: 'Asks for several commands, decided one after another; each is answered by itself',
        body: ActSchema,
        response: {
          200: body('Act', 'What became of each command, in their order'),
          ...problems(400, 401, 413, 415, 429, 503),
        },
      },
      onRequest: async (request) => {
        actorOf(request)
      },
    },
    async (request) => {
      const actor = actorOf(request)
      const answers: Answer[] = []
      let opened: string | null = null
      for (const { command, onOpened = false } of request.body.commands) {
        const before: string | null = opened
        opened = null
        if (onOpened && before === null) {
          answers.push(NOT_OPENED)
          continue
        }
        const asked = onOpened ? { ...command, incident: before } : command
        const decided = await engine.command(asked, actor)
        if (isRefused(decided)) {
          answers.push({ refused: decided.refused, status: decided.status ?? 422 })
          continue
        }
        const entries = decided.entries.map(({ index, kind, atMs }) => ({ index, kind, atMs }))
        const opening = entries.find(({ kind }) => kind === 'verify.incident-opened')
        if (opening !== undefined) opened = `I-${opening.index}`
        const { remark } = decided
        answers.push({ entries, ...(remark === undefined ? {} : { remark }) })
      }
      return { answers }
    },
  )
}

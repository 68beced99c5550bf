/** The named schema of a line that creeps. */
import { Type, type TSchema } from 'typebox'

const number = (description: string): TSchema => Type.Number({ description })

/** Components of the OpenAPI document. */
export const LINE_COMPONENTS: readonly TSchema[] = [
  Type.Object(
    {
      says: Type.String({ description: 'What this is, and what it is not' }),
      nowMs: Type.Number(),
      line: Type.String({ description: 'Id of the line of contact in force' }),
      title: Type.String(),
      toleratedM: number('Metres that an edge may have moved'),
      indications: Type.Array(
        Type.Object(
          {
            category: Type.Literal('P.CONTROL'),
            holder: Type.String(),
            fromM: number('Of the stretch, metres along the line from its first vertex'),
            toM: number('Its end'),
            movedM: number('Forwards, metres'),
            sigmaM: number('Standard deviation of that'),
            probability: number('That it is more than is tolerated'),
            sinceMs: Type.Number(),
            untilMs: Type.Number(),
            position: Type.Object(
              { lonDeg: Type.Number(), latDeg: Type.Number() },
              { description: 'Where it was seen last, WGS 84' },
            ),
            observations: Type.Array(Type.String(), { description: 'What it rests on' }),
          },
          { additionalProperties: true },
        ),
      ),
      used: Type.Integer({ minimum: 0, description: 'Positions that the line was followed by' }),
      far: Type.Integer({
        minimum: 0,
        description: 'Positions left out: too far from the line, or beyond its bounds',
      }),
    },
    {
      $id: 'LineCreep',
      title: 'LineCreep',
      description: 'Whether the line of contact creeps; an indication, not an event',
      additionalProperties: true,
    },
  ),
]

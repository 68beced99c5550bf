/** The named schema of thermal anomalies. */
import { Type, type TSchema } from 'typebox'

const number = (description: string): TSchema => Type.Number({ description })

/** Components of the OpenAPI document. */
export const THERMAL_COMPONENTS: readonly TSchema[] = [
  Type.Object(
    {
      says: Type.String({ description: 'What this is, and what it is not' }),
      nowMs: Type.Number(),
      from: Type.String({ format: 'date' }),
      to: Type.String({ format: 'date' }),
      days: Type.Array(
        Type.Object({
          day: Type.String({ format: 'date', description: 'A day that anything was received of' }),
          fires: Type.Integer({ minimum: 0 }),
          isOver: Type.Boolean({ description: 'False: more passes of it are to come' }),
        }),
      ),
      cellDays: Type.Array(
        Type.Object({
          cell: Type.Tuple([Type.Number(), Type.Number()], {
            description: 'South-west corner of a cell of 0.1°: longitude, latitude, WGS 84',
          }),
          day: Type.String({ format: 'date' }),
          observed: number('Fires seen, at most 60'),
          expected: number('Fires that season, weather and satellites explain'),
          surprise: number('Chance that these show fewer than were seen, ties half; the day alone'),
          probability: number('That something adds to them, given the days before, too'),
          benign: Type.Object(
            { season: number('Fires of the season'), steadyHeat: number('Heat of all seasons') },
            { description: 'What explains them otherwise; with `probability` they add up to 1' },
          ),
        }),
      ),
    },
    {
      $id: 'Thermal',
      title: 'Thermal',
      description: 'Cells that burn more than their background; an indication, not an event',
      additionalProperties: true,
    },
  ),
]

/**
 * Goal: whoever writes a force model hears what is wrong in any field, where, and how to mend it; what may be left out is
 * filled as said. Method: a table of one fault for each field in a model that is right otherwise; random models that come
 * back as they were.
 */
import { isRefused } from '@holdfast/core/units'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyForceModel } from '../../../../../tests/support/force-models.ts'
import { parseForceModel, parseForceSolution, parseForceStart, ROTATIONS_MAX } from './index.ts'
import type { ForceModel } from './index.ts'

const at = (path: string): string => `m.json(${path})`
const small = () => ({
  id: 'm',
  rotations: { count: 3, monthsEach: 6 },
  nations: [{ id: 'N1' }, { id: 'N2' }],
  packages: [
    { id: 'P1', nation: 'N1', capability: 'guard', quantity: 2, persons: 90 },
    { id: 'P2', nation: 'N2', capability: 'guard', quantity: 1, persons: 40 },
  ],
  lines: [{ id: 'L1', capability: 'guard', quantity: 3, place: 'north', priority: 1 }],
  caveats: [
    {
      id: 'C1',
      nation: 'N1',
      category: 'role',
      packages: ['P1'],
      forbids: { lines: ['L1'] },
      waivableBy: 'parliament',
    },
  ],
  waived: ['C1'],
  enablers: [{ id: 'E1', capability: 'medical', quantity: 1, perPersons: 500, places: ['north'] }],
  acceptance: [{ nation: 'N1', place: 'north', weight: 2, source: 'made up' }],
})

/** Whether every place that a caveat forbids is a line's. */
const isNamed = ({ lines, caveats }: ForceModel): boolean =>
  caveats.every(({ forbids }) =>
    forbids.places.every((place) => lines.some((line) => line.place === place)),
  )

/** The model with one value put at a path; `undefined` takes it away. */
function changed(path: string, value: unknown): unknown {
  const model: unknown = small()
  const parts = path.split('.')
  const last = parts.pop() ?? ''
  let here = model as Record<string, unknown>
  for (const part of parts) here = here[part] as Record<string, unknown>
  if (value === undefined) delete here[last]
  else here[last] = value
  return model
}

const WHOLE = 'write a whole number from'
const TEXT = 'write a text that is not empty'
const ID = 'write an id of letters, digits, hyphens and dots'
const faults: readonly (readonly [path: string, value: unknown, message: string])[] = [
  ['id', undefined, ID],
  ['title', '', TEXT],
  ['nation', [], 'is not known here; write one of id, title'],
  ['rotations', 4, 'write a map'],
  ['rotations.count', 0, `${WHOLE} 1 to ${ROTATIONS_MAX}`],
  ['rotations.count', 25, `${WHOLE} 1 to ${ROTATIONS_MAX}`],
  ['rotations.monthsEach', 0, 'write a number above 0 and at most 60'],
  ['rotations.months', 6, 'is not known here'],
  ['nations', undefined, 'write a list'],
  ['nations.0.id', 'N 1', ID],
  ['nations.1.id', 'N1', 'N1 is there twice'],
  ['nations.0.personsPerRotationMax', -1, `${WHOLE} 0 to 1000000`],
  ['nations.0.personsMax', 5, 'is not known here'],
  ['packages', {}, 'write a list'],
  ['packages.0.id', 7, ID],
  ['packages.1.id', 'P1', 'P1 is there twice'],
  ['packages.0.nation', 'N3', 'names N3, which is not in nations'],
  ['packages.0.capability', ' ', TEXT],
  ['packages.0.quantity', 0, `${WHOLE} 1 to 1000000`],
  ['packages.0.quantity', 1.5, `${WHOLE} 1 to 1000000`],
  ['packages.0.persons', 'many', `${WHOLE} 0 to 1000000`],
  ['packages.0.noticeDays', 3651, `${WHOLE} 0 to 3650`],
  ['packages.0.firstRotation', 4, `${WHOLE} 1 to 3`],
  ['packages.0.harmony', 3, 'write a map'],
  ['packages.0.harmony', { rotationsOnMax: 0, rotationsRest: 1 }, `${WHOLE} 1 to`],
  ['packages.0.harmony', { rotationsOnMax: 1 }, `${WHOLE} 0 to`],
  ['packages.0.canLead', 'yes', 'write true or false'],
  ['packages.0.caveats', [], 'is not known here'],
  ['lines', 'none', 'write a list'],
  ['lines.0.id', undefined, ID],
  ['lines.0.capability', undefined, TEXT],
  ['lines.0.quantity', -3, `${WHOLE} 1 to 1000000`],
  ['lines.0.place', null, TEXT],
  ['lines.0.priority', 10, `${WHOLE} 1 to 9`],
  ['lines.0.fromRotation', 0, `${WHOLE} 1 to 3`],
  ['lines.0.toRotation', 4, `${WHOLE} 1 to 3`],
  ['lines.0.noticeDays', -1, `${WHOLE} 0 to 3650`],
  ['lines.0.nationsMax', 0, `${WHOLE} 1 to 200`],
  ['lines.0.needsFramework', 1, 'write true or false'],
  ['caveats', 1, 'write a list'],
  ['caveats.0.nation', 'N9', 'names N9, which is not in nations'],
  ['caveats.0.category', 'mood', 'write one of geographic'],
  ['caveats.0.packages', ['P2'], 'names P2, which is no package of N1'],
  ['caveats.0.forbids', {}, 'forbids nothing'],
  ['caveats.0.forbids', undefined, 'write a map'],
  ['caveats.0.forbids.lines', ['L9'], 'names L9, which is not in lines'],
  [
    'caveats.0.forbids.places',
    ['Nowhere'],
    'names Nowhere, which nothing in the model has; known are',
  ],
  ['caveats.0.forbids.capabilities', ['No'], 'names No, which nothing in the model has; known are'],
  ['caveats.0.waivableBy', undefined, TEXT],
  ['waived', ['C9'], 'names C9, which is not in caveats'],
  ['enablers.0.capability', undefined, TEXT],
  ['enablers.0.quantity', 0, `${WHOLE} 1 to 1000000`],
  ['enablers.0.perPersons', 0, `${WHOLE} 1 to 1000000`],
  ['enablers.0.places', [], 'name at least one place'],
  ['acceptance.0.nation', 'N9', 'names N9, which is not in nations'],
  ['acceptance.0.line', 'L1', 'names a place and a line, or neither'],
  ['acceptance.0.weight', 1001, 'write a number from 0 to 1000'],
  ['acceptance.0.source', '', TEXT],
]

describe('a force model', () => {
  test.each(faults)('%s as %j is refused', (path, value, message) => {
    const model = parseForceModel(changed(path, value), at)
    if (!isRefused(model)) throw new Error('it was taken')
    expect(model.refused).toContain(message)
    expect(model.refused).toContain(`m.json(${path.split('.').slice(0, 2).join('.')}`)
  })

  test('what may be left out is filled as the head of the parser says', () => {
    const bare: Record<string, unknown> = small()
    for (const key of ['caveats', 'waived', 'enablers', 'acceptance']) delete bare[key]
    const model = parseForceModel(bare, at)
    if (isRefused(model)) throw new Error(model.refused)
    expect(model).toMatchObject({
      title: 'm',
      caveats: [],
      waived: [],
      enablers: [],
      acceptance: [],
    })
    expect(model.nations[0]?.personsPerRotationMax).toBeNull()
    expect(model.packages[0]).toMatchObject({
      title: 'P1',
      noticeDays: null,
      firstRotation: 1,
      harmony: null,
      canLead: false,
    })
    expect(model.lines[0]).toMatchObject({
      fromRotation: 1,
      toRotation: 3,
      noticeDays: null,
      nationsMax: null,
      needsFramework: false,
    })
  })

  test('toRotation before fromRotation is refused', () => {
    const [line] = small().lines
    const model = parseForceModel(
      changed('lines.0', { ...line, fromRotation: 3, toRotation: 2 }),
      at,
    )
    expect(model).toEqual({
      refused:
        'm.json(lines.0.toRotation): lines.0.toRotation: is 2, before fromRotation 3; write 3 or more',
    })
  })

  test('one that is right comes back as it was', () => {
    fc.assert(
      fc.property(
        anyForceModel({ packages: 6, lines: 4, rotations: 3, acceptance: true }).filter(isNamed),
        (model) => {
          expect(parseForceModel(JSON.parse(JSON.stringify(model)), at)).toEqual(model)
        },
      ),
      { numRuns: 50, seed: 20260601 },
    )
  })

  test('whatever JSON holds is read or refused', () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.constantFrom(...faults.map(([path]) => path)),
        (value, path) => {
          expect(() => parseForceModel(value, at)).not.toThrow()
          expect(() => parseForceModel(changed(path, value), at)).not.toThrow()
          expect(() => parseForceStart(value, at)).not.toThrow()
          expect(() => parseForceSolution(value, at)).not.toThrow()
        },
      ),
      { numRuns: 200, seed: 20260602 },
    )
  })
})

test('an earlier answer is read by its assignments alone', () => {
  const row = { package: 'P1', line: 'L1', rotation: 2 }
  expect(parseForceStart({ assignments: [row], gap: 'any' }, at)).toEqual({ assignments: [row] })
  expect(parseForceStart({ assignments: [{ ...row, rotation: 0 }] }, at)).toEqual({
    refused: `m.json(assignments.0.rotation): assignments.0.rotation: is 0; ${WHOLE} 1 to ${ROTATIONS_MAX}`,
  })
  expect(parseForceStart([], at)).toMatchObject({ refused: expect.stringContaining('map') })
})

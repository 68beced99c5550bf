/**
 * A seeded force model of the asked size: 35 nations, about 330 packages, 120 lines over 4 rotations, 19 capabilities.
 * More is required than is offered, as in every force generation; about one package in five is bound by a caveat, every
 * package rests after one or two rotations, and a nation can keep 60 to 95 % of its packages' persons away at once.
 */
import { seededRandom } from '../../packages/core/dist/units/index.js'

const CAPABILITIES = /** @type {const} */ ([
  ['land-manoeuvre', 700],
  ['site-guard', 220],
  ['monitoring', 60],
  ['isr', 40],
  ['air-patrol', 90],
  ['aew', 50],
  ['tanker', 40],
  ['air-defence', 120],
  ['strategic-lift', 50],
  ['medical', 80],
  ['engineering', 150],
  ['demining', 70],
  ['mine-countermeasures', 60],
  ['patrol-vessels', 60],
  ['cyber-defence', 20],
  ['satellite', 10],
  ['command', 90],
  ['training', 60],
  ['logistics', 160],
])
const PLACES = ['north', 'east', 'south', 'centre', 'black-sea', 'airspace', 'neighbour']
const CATEGORIES = ['geographic', 'role', 'parliament', 'mandate', 'condition']

/**
 * @param {number} seed
 * @param {{ nations?: number, packages?: number, lines?: number, rotations?: number }} [size]
 */
export function forceModel(
  seed,
  { nations = 35, packages = 330, lines = 120, rotations = 4 } = {},
) {
  const random = seededRandom(seed)
  /** @param {number} from @param {number} to */
  const whole = (from, to) => from + Math.floor(random() * (to - from + 1))
  /** @template T @param {readonly T[]} list @returns {T} */
  const pick = (list) => {
    const found = list[Math.floor(random() * list.length)]
    if (found === undefined) throw new Error('there is nothing to pick from')
    return found
  }
  const nationIds = Array.from({ length: nations }, (_, i) => `N${String(i + 1).padStart(2, '0')}`)
  const weights = nationIds.map((_, i) => 1 / (1 + i * 0.15))
  const sum = weights.reduce((a, b) => a + b, 0)
  const drawNation = () => {
    let left = random() * sum
    return nationIds.find((_, i) => (left -= weights[i] ?? 0) <= 0) ?? nationIds[0]
  }
  const made = Array.from({ length: packages }, (_, i) => {
    const [capability, persons] = CAPABILITIES[i % CAPABILITIES.length] ?? CAPABILITIES[0]
    const quantity = whole(1, 8)
    return {
      id: `P${String(i + 1).padStart(3, '0')}`,
      nation: drawNation(),
      capability,
      quantity,
      persons: Math.round((persons * quantity * (0.7 + 0.6 * random())) / 4),
      noticeDays: pick([5, 10, 20, 30, 60]),
      firstRotation: Math.min(rotations, random() < 0.8 ? 1 : 2),
      harmony:
        random() < 0.5
          ? { rotationsOnMax: 1, rotationsRest: whole(1, 2) }
          : { rotationsOnMax: 2, rotationsRest: 1 },
      canLead: random() < 0.35,
    }
  })
  const need = Array.from({ length: lines }, (_, i) => {
    const [capability] = CAPABILITIES[i % CAPABILITIES.length] ?? CAPABILITIES[0]
    const fromRotation = Math.min(rotations, random() < 0.85 ? 1 : 2)
    return {
      id: `L${String(i + 1).padStart(3, '0')}`,
      capability,
      quantity: whole(3, 14),
      place: pick(PLACES),
      priority: whole(1, 9),
      fromRotation,
      toRotation: random() < 0.85 ? rotations : Math.max(fromRotation, rotations - 1),
      noticeDays: pick([null, 30, 30, 60, 10]),
      nationsMax: random() < 0.6 ? whole(1, 3) : null,
      needsFramework: random() < 0.4,
    }
  })
  // A caveat on a place of no line is refused: in a small model not every place has one.
  const places = PLACES.filter((place) => need.some((line) => line.place === place))
  const used = nationIds.map((id) =>
    made.filter(({ nation }) => nation === id).reduce((a, { persons }) => a + persons, 0),
  )
  return {
    id: `bench-${seed}`,
    rotations: { count: rotations, monthsEach: 6 },
    nations: nationIds.map((id, i) => ({
      id,
      personsPerRotationMax: Math.round((used[i] ?? 0) * (0.6 + 0.35 * random())),
    })),
    packages: made,
    lines: need,
    caveats: made
      .filter(() => random() < 0.2)
      .map(({ id, nation }, i) => ({
        id: `C${String(i + 1).padStart(3, '0')}`,
        nation,
        category: pick(CATEGORIES),
        packages: [id],
        forbids: { places: [pick(places), pick(places)] },
        waivableBy: 'its parliament',
      })),
    enablers: [
      { id: 'E-medical', capability: 'medical', quantity: 1, perPersons: 1500 },
      { id: 'E-logistics', capability: 'logistics', quantity: 1, perPersons: 1000 },
    ].map((rule) => ({ ...rule, places: ['north', 'east', 'south', 'centre'] })),
  }
}

import {
  DISTANCE_M_MAX,
  HEIGHT_M_MAX,
  HEIGHT_M_MIN,
  IDENTITIES,
  SPEED_MPS_MAX,
} from '@holdfast/core/observe'
import type { IdentityKind } from '@holdfast/core/observe'
import { RADIUS_95, ellipseOf } from '@holdfast/core/geo'
import { LIMITS, WORDS } from '../observation/index.ts'
import {
  azimuth,
  either,
  errorM,
  exercise,
  formOf,
  line,
  list,
  maybe,
  nation,
  number,
  object,
  position,
  refine,
  text,
  utc,
  word,
} from '../report/index.ts'
import type { Hint, Shaped } from '../report/index.ts'
import { ownLabel } from './label.ts'

/** The most tracks of one document; NDJSON and lists hold any number of documents. */
export const TRACKS_MAX = 100

/** Members of raw plots. */
export const PLOT: Hint = {
  pattern:
    /^(?:plots?|raw.*|range.*|slant.*|azimuth.*|bearing.*|elevation.*|theta|rho|polar|strobes?|hits?|beam.*|scan.*|doppler.*|radial.*|rangeRate|amplitude|snr|rcs|echo.*|pulse.*|pri|prf|sweep.*|iq|video|detections?|measurements?|sensorPosition|radarSite)$/iu,
  why: 'looks like a raw plot or the sensor behind it; only tracks pass a gateway, with position and error: the originating system keeps its plots and where its sensors are, so leave it out',
}

const VARIANCE_MAX = 1e12
const variance = (description: string) =>
  number({ min: 0, max: VARIANCE_MAX, above: true }, description)

/** Where a circle of 50 % ends and one of 95 %: the ratio of radii of a circular normal distribution. */
const RATIO_95_TO_50 = RADIUS_95 / Math.sqrt(2 * Math.log(2))

/** Rounded up to a decimetre: never better than it was, and the same on every machine. */
const radius = (metres: number): number => Math.min(DISTANCE_M_MAX, Math.ceil(metres * 10) / 10)

const covariance = refine(
  object(
    {
      kind: word(['covariance'], 'A covariance.'),
      eeM2: variance('Variance to the east, square metres.'),
      enM2: number({ min: -VARIANCE_MAX, max: VARIANCE_MAX }, 'Covariance, square metres.'),
      nnM2: variance('Variance to the north, square metres.'),
    },
    'The symmetric 2 × 2 covariance of the position in a local east-north frame; positive semidefinite.',
  ),
  ({ eeM2: ee, enM2: en, nnM2: nn }, tell) => {
    if (en * en > ee * nn)
      tell('/enM2', `${en} squared is beyond ${ee} × ${nn}; that is no covariance, ask the sender`)
    // The circle around the ellipse: it holds 95 % at least.
    return {
      errorM: radius(ellipseOf({ ee, en, nn }).semiMajorM),
      said: `covariance east ${ee} m², east-north ${en} m², north ${nn} m²`,
    }
  },
)
const circle = refine(
  object(
    {
      kind: word(['circle'], 'A circular error.'),
      radiusM: errorM,
      percent: word([50, 95], 'How much it holds: 50 is a CEP, 95 our own radius of error.'),
    },
    'A circular error.',
  ),
  ({ radiusM, percent }) => ({
    errorM: percent === 95 ? radiusM : radius(radiusM * RATIO_95_TO_50),
    said: `circle of ${radiusM} m, ${percent} %`,
  }),
)

const velocity = object(
  {
    speedMps: number({ min: 0, max: SPEED_MPS_MAX }, 'Over ground, metres a second.'),
    courseDeg: maybe(azimuth('Over ground, degrees from true north in [0, 360).')),
    climbMps: maybe(
      number({ min: -SPEED_MPS_MAX, max: SPEED_MPS_MAX }, 'Metres a second, up is positive.'),
    ),
  },
  'Velocity; left out: not known.',
)
const height = object(
  {
    heightM: number({ min: HEIGHT_M_MIN, max: HEIGHT_M_MAX }, 'Metres above datum.'),
    datum: word(WORDS.heightDatum, 'WGS 84 ellipsoid, mean sea level, or pressure altitude.'),
  },
  'Height; left out: not known.',
)
const name = maybe(line(LIMITS.identity, 'As transmitted or assigned.'))
const names = refine(
  object(
    { icao24: name, mode3a: name, callsign: name, mmsi: name, imo: name, uid: name },
    'Names that the thing goes by, as transmitted or assigned.',
  ),
  (value): Readonly<Partial<Record<IdentityKind, string>>> => {
    const out: Partial<Record<IdentityKind, string>> = {}
    const given: Readonly<Partial<Record<IdentityKind, string | null>>> = value
    for (const kind of IDENTITIES) {
      const one = given[kind]
      if (typeof one === 'string') out[kind] = one
    }
    return out
  },
)

const track = object(
  {
    number: text(
      {
        pattern: '^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$',
        max: 64,
        mend: 'give up to 64 letters, digits, dots, hyphens, colons or underscores',
      },
      "The originating system's own number of the track.",
    ),
    environment: word(['air', 'sea', 'land'], 'Where it moves.'),
    label: ownLabel,
    time: utc,
    clock: maybe(word(WORDS.clock, 'How far its clock can be trusted; left out: ntp.')),
    position,
    error: either({ covariance, circle }),
    velocity: maybe(velocity),
    height: maybe(height),
    identity: maybe(names),
    quality: maybe(
      object(
        {
          scale: line(64, 'Whose measure it is, such as Link 16 track quality 0 to 15.'),
          value: number({ min: 0, max: 100 }, 'As the originating system gave it.'),
        },
        'Track quality; kept, and nothing is decided from it.',
      ),
    ),
    alsoKnownAs: maybe(
      list(
        line(128, 'System and number.'),
        { min: 0, max: 16 },
        'Numbers that other systems gave the same track, so that it is not counted twice.',
      ),
    ),
  },
  'One track at one instant.',
)

/** Tracks of another system. */
export const shape = refine(
  object(
    {
      ...formOf('foreign-tracks'),
      exercise,
      system: object(
        {
          name: text(
            {
              pattern: '^[A-Za-z0-9][A-Za-z0-9 ._-]{0,63}$',
              max: 64,
              mend: 'give up to 64 letters, digits, spaces, dots, hyphens or underscores',
            },
            'The originating system, such as NATO AEW-C.',
          ),
          nation,
        },
        'The system that made the tracks, and the nation or body that answers for it.',
      ),
      tracks: list(track, { min: 1, max: TRACKS_MAX }, 'Tracks; raw plots are refused.'),
    },
    'Tracks of another system.',
  ),
  (value, tell) => {
    const seen = new Set<string>()
    for (const [i, { number: own, time }] of value.tracks.entries()) {
      const id = `${own}/${time}`
      if (seen.has(id))
        tell(`/tracks/${i}/number`, `${own} is given twice for one instant; give it once`)
      seen.add(id)
    }
    return value
  },
)
/** Tracks of another system as they were read. */
export type ForeignTracks = Shaped<typeof shape>

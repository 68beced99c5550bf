import {
  azimuth,
  calibre,
  exercise,
  formOf,
  line,
  list,
  maybe,
  nation,
  note,
  number,
  object,
  observer,
  pseudonym,
  refine,
  report,
  sha256Hex,
  time,
  unique,
  utc,
  word,
} from '../report/index.ts'
import type { Hint, Shaped } from '../report/index.ts'

/** The most photographs of one crater, and fragments that are listed. */
const PHOTOGRAPHS_MAX = 32
const FRAGMENTS_MAX = 32

/** Members for a place of firing, which this form will not have. */
export const FIRING: Hint = {
  pattern:
    /^(?:firing|launch|gun|battery|shooter|fired|origin|azimuthTo|grid|pointOfOrigin|poo|launcher|weaponPosition|range)/iu,
  why: 'looks like a place of firing; none is taken, worked out or put out: a place that somebody can shoot at is no observation of a ceasefire, and the back-azimuth is kept as measured',
}

const analyst = refine(
  object(
    {
      pseudonym,
      nation,
      backAzimuthDeg: azimuth('Back-azimuth as measured, degrees from true north in [0, 360).'),
      errorDeg: number(
        { min: 0, max: 180, above: true },
        'Half-width, degrees, that holds the true back-azimuth with 95 % probability.',
      ),
      descentDeg: maybe(
        number({ min: 0, max: 90 }, 'Angle of descent, degrees from the horizontal.'),
      ),
      descentErrorDeg: maybe(number({ min: 0, max: 90, above: true }, 'Half-width of 95 %.')),
      measured: utc,
    },
    'Who measured, and what: each analyst measures alone.',
  ),
  (value, tell) => {
    if ((value.descentDeg === null) !== (value.descentErrorDeg === null))
      tell(
        '/descentErrorDeg',
        'an angle of descent needs its error, and an error its angle; give both or none',
      )
    return value
  },
)

const found = refine(
  object(
    {
      calibreMm: calibre,
      basis: word(
        ['fragments', 'fuze', 'tail', 'markings', 'dimensions', 'notAssessed'],
        'What the calibre was read from; notAssessed without a calibre.',
      ),
      fragments: maybe(
        list(
          object(
            {
              part: word(
                ['fuze', 'body', 'drivingBand', 'tail', 'fin', 'motor', 'nozzle', 'unknown'],
                'Which part it is.',
              ),
              says: maybe(line(200, 'Marking or measure, as it stands on the fragment.')),
              photograph: maybe(sha256Hex),
            },
            'One fragment.',
          ),
          { min: 0, max: FRAGMENTS_MAX },
          'Fragments that were found.',
        ),
      ),
    },
    'Calibre and what it rests on.',
  ),
  (value, tell) => {
    if ((value.calibreMm === null) !== (value.basis === 'notAssessed'))
      tell('/basis', 'a calibre needs its basis; give notAssessed only where there is no calibre')
    if (value.basis === 'fragments' && (value.fragments ?? []).length === 0)
      tell('/fragments', 'is empty, though the calibre rests on fragments; list them')
    return value
  },
)

/** An analysis of a crater. */
export const shape = refine(
  object(
    {
      ...formOf('crater-analysis'),
      report,
      exercise,
      crater: observer,
      time,
      type: word(['shell', 'mortar', 'rocket', 'unknown'], 'What made the crater.'),
      method: word(
        [
          'fuzeFurrowAndCentre',
          'sideSpray',
          'ricochetFurrow',
          'mainAxis',
          'splinterGroove',
          'fuzeTunnel',
          'rocketTunnel',
          'other',
        ],
        'How the back-azimuth was measured; other: say how in the remarks.',
      ),
      calibre: found,
      analysts: list(
        analyst,
        { min: 1, max: 2 },
        'Two analysts of two nations; one alone is taken and marked.',
      ),
      photographs: unique(
        list(sha256Hex, { min: 0, max: PHOTOGRAPHS_MAX }, 'Photographs, by their SHA-256.'),
      ),
      remarks: maybe(note('Remarks.')),
    },
    'An analysis of a crater.',
  ),
  (value, tell) => {
    const [first, second] = value.analysts
    if (second !== undefined && first?.nation === second.nation)
      tell(
        '/analysts/1/nation',
        `${second.nation} is that of the first; give analysts of two nations`,
      )
    if (second !== undefined && first?.pseudonym === second.pseudonym)
      tell('/analysts/1/pseudonym', 'is that of the first; give two different people, or one alone')
    if (value.method === 'other' && value.remarks === null)
      tell('/remarks', 'is missing; where the method is other, say which it was')
    const photographs = new Set(value.photographs)
    for (const [i, { photograph }] of (value.calibre.fragments ?? []).entries())
      if (photograph !== null && !photographs.has(photograph))
        tell(`/calibre/fragments/${i}/photograph`, 'is none of the photographs; list it there too')
    return value
  },
)
/** An analysis of a crater as it was read. */
export type CraterAnalysis = Shaped<typeof shape>

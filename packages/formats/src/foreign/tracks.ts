import type { Category } from '@holdfast/core/observe'
import type { FeedContext } from '../codec/index.ts'
import { DEFAULTS } from '../observation/index.ts'
import { codecOf, placeOf, schemaOf } from '../report/index.ts'
import type { Form, Partly } from '../report/index.ts'
import { PLOT, shape } from './track-shape.ts'
import type { ForeignTracks } from './track-shape.ts'

type Track = ForeignTracks['tracks'][number]

const CATEGORY_OF: Readonly<Record<Track['environment'], Category>> = {
  air: 'I.AIR',
  sea: 'I.SEA',
  land: 'I.LAND',
}

/** The instant names the record with system and number: a track is reported again and again. */
const recordIdOf = (tracks: ForeignTracks, { number, time }: Track): string =>
  `${tracks.system.name}/${number}/${time}`

function observationOf(tracks: ForeignTracks, track: Track, { source }: FeedContext): Partly {
  const { position, velocity, height } = track
  const { errorM } = track.error
  return {
    recordId: recordIdOf(tracks, track),
    means: ['sensed'],
    category: CATEGORY_OF[track.environment],
    phase: 'undetermined',
    count: { n: 1, precision: 'unknown' },
    observed: {
      fromMs: track.time,
      toMs: track.time,
      basis: 'clock',
      clock: track.clock ?? 'ntp',
    },
    observer: {
      place: placeOf(source),
      // Another's sensor is at a place that is not ours to know.
      position: source.site?.position ?? position,
      errorM: source.site?.errorM ?? errorM,
      control: 'unknown',
    },
    where: { sectors: [], ring: null, fix: { position, errorM } },
    weapon: null,
    motion: {
      heightM: height?.heightM ?? null,
      heightDatum: height?.datum ?? null,
      speedMps: velocity?.speedMps ?? null,
      courseDeg: velocity?.courseDeg ?? null,
      climbMps: velocity?.climbMps ?? null,
      identity: { ...track.identity, trackNumber: track.number },
    },
    // The label names no offices of ours; those are the gateway's.
    label: { ...track.label.label, offices: source.label?.offices ?? DEFAULTS.label.offices },
    residual: {
      system: tracks.system.name,
      systemNation: tracks.system.nation,
      trackNumber: track.number,
      ownLabel: track.label.said,
      error: track.error.said,
      quality: track.quality === null ? null : `${track.quality.value} (${track.quality.scale})`,
      alsoKnownAs: track.alsoKnownAs === null ? null : track.alsoKnownAs.join('\n'),
    },
  }
}

const form: Form<ForeignTracks> = {
  name: 'foreign-tracks',
  title: 'Tracks of another system',
  standards: [
    'Holdfast foreign tracks, version 1: docs/reference/foreign-tracks.schema.json',
    'STANAG 4774, confidentiality labels: policy, classification and releasability',
  ],
  description:
    'Tracks of AWACS and other systems, passed on by a gateway with their own numbers and labels. Beyond this schema a document is refused when a member is given twice, a label is contradictory, a covariance cannot be, a number and instant come twice, or a time does not exist. Raw plots are refused.',
  kinds: ['gateway'],
  hints: [PLOT],
  shape,
  observe: (tracks, context) => ({
    found: tracks.tracks.map((track) => observationOf(tracks, track, context)),
    exercise: tracks.exercise,
  }),
}

/** Tracks of other systems: see README.md. */
export const FOREIGN_TRACKS = codecOf(form)
/** JSON Schema (draft 2020-12) of tracks of another system; `docs/reference/foreign-tracks.schema.json` is this object. */
export const FOREIGN_TRACKS_SCHEMA = schemaOf(form)

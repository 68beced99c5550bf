/** Every format that intake and the command line know, by name. */
import { AVR_CODEC, BEAST_CODEC, READSB_CODEC } from '../adsb/index.ts'
import { AIR_RAID } from '../air-raid/index.ts'
import { ais } from '../ais/index.ts'
import { asterix } from '../asterix/index.ts'
import { cap } from '../cap/index.ts'
import type { Codec } from '../codec/index.ts'
import { CONNECTED_SYSTEMS } from '../connected-systems/index.ts'
import { cot } from '../cot/index.ts'
import { CRATER_ANALYSIS } from '../crater/index.ts'
import { CSV } from '../csv/index.ts'
import { FIRMS } from '../firms/index.ts'
import { FOREIGN_FINDING, FOREIGN_TRACKS } from '../foreign/index.ts'
import { GEOJSON } from '../geojson/index.ts'
import { gmtiCodec } from '../gmti/index.ts'
import { HARM_REPORT } from '../harm/index.ts'
import { IMAGERY_COUNT } from '../imagery-count/index.ts'
import { klvCodec } from '../klv/index.ts'
import { PATROL_REPORT } from '../patrol-report/index.ts'
import { SENSORTHINGS } from '../sensorthings/index.ts'

/** A format whose records nobody outside it needs to know: what one of its functions gives, only its others take. */
export type AnyCodec = Codec<never>

const any = <R>(codec: Codec<R>): AnyCodec => codec as unknown as AnyCodec

const ALL: readonly AnyCodec[] = [
  any(AIR_RAID),
  any(AVR_CODEC),
  any(BEAST_CODEC),
  any(CONNECTED_SYSTEMS),
  any(CRATER_ANALYSIS),
  any(CSV),
  any(FIRMS),
  any(FOREIGN_FINDING),
  any(FOREIGN_TRACKS),
  any(GEOJSON),
  any(HARM_REPORT),
  any(IMAGERY_COUNT),
  any(PATROL_REPORT),
  any(READSB_CODEC),
  any(SENSORTHINGS),
  any(ais),
  any(asterix),
  any(cap),
  any(cot),
  any(gmtiCodec),
  any(klvCodec),
]

/** The formats by name, in the order of the alphabet. */
export const CODECS: ReadonlyMap<string, AnyCodec> = new Map(
  ALL.toSorted((a, b) => (a.name < b.name ? -1 : 1)).map((codec) => [codec.name, codec]),
)

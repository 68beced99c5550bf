import type { SourceKind } from '../../observe/index.ts'

/** Sources that know in the same way and err together. */
export type Family =
  | 'human'
  | 'optical'
  | 'acoustic'
  | 'radar'
  | 'overhead'
  | 'transponder'
  | 'relayed'
  | 'claim'

const FAMILY_OF: Readonly<Record<SourceKind, Family>> = {
  patrol: 'human',
  inspection: 'human',
  camera: 'optical',
  uav: 'optical',
  acoustic: 'acoustic',
  radar: 'radar',
  satellite: 'overhead',
  ais: 'transponder',
  adsb: 'transponder',
  gateway: 'relayed',
  foreign: 'relayed',
  party: 'claim',
  media: 'claim',
  public: 'claim',
}

/** The family of a kind of source; a kind that this version does not know brings nothing. */
export const familyOf = (kind: SourceKind): Family =>
  Object.hasOwn(FAMILY_OF, kind) ? FAMILY_OF[kind] : 'claim'

/** What following needs of core's picture of moving things. */
import { MovingPicture, type Living, type Track } from '@holdfast/core/fuse/moving'

export type { Advance, MovingCounts, Track } from '@holdfast/core/fuse/moving'
/** A picture of moving things: core's, or one that a test scripts. */
export type MovingThings = Pick<
  MovingPicture,
  'setSources' | 'setCoverage' | 'take' | 'advance' | 'counts' | 'nextNumber' | 'trajectory'
> & { readonly tracks: readonly Track[] }

/** What an empty picture begins with. */
interface Beginning {
  /** Of its first track. */
  readonly firstNumber: number
  readonly exercise: string | null
  readonly living: Living
}
/** An empty picture. */
export const movingThings = (beginning: Beginning): MovingThings =>
  new MovingPicture({ ...beginning, tellsInnovations: true })

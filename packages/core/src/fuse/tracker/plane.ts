import type { Planes } from './types.ts'

/** One plane for everything: of a scenario, or of a test. */
export const PLANE: Planes = {
  homeOf: (plane) => plane,
  move: (_from, _to, eastM, northM, out) => {
    out[0] = eastM
    out[1] = northM
    out[2] = 1
    out[3] = 0
  },
  hashOf: (_plane, eastM, northM, out) => {
    out[0] = eastM
    out[1] = northM
  },
}

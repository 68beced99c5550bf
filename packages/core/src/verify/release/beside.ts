import { snapToGrid } from '../../geo/index.ts'
import type { Office } from '../../nations/index.ts'
import { GRID_M } from './limits.ts'
import type { Incident } from '../types.ts'

/**
 * What an office may have of what is kept beside an incident's finding: its own notes, who is on it (never the
 * guarantors), and the places that parties named, on the grid once the incident's words are out.
 */
export function releaseBeside(
  incident: Incident,
  office: Office,
  isOut: boolean,
): { readonly seen: Incident; readonly withheld: readonly string[] } {
  const { notes, assignedTo, claims, ...rest } = incident
  const own = notes?.filter((note) => note.office === office) ?? []
  const hasDuty = assignedTo !== undefined && assignedTo !== null
  const isOnDutyShown = office !== 'guarantors'
  const isPlaced = claims.some(({ alleges }) => alleges !== undefined)
  return {
    seen: {
      ...rest,
      claims: claims.map(({ alleges, ...claim }) =>
        alleges === undefined || !isOut
          ? claim
          : {
              ...claim,
              alleges: {
                ...alleges,
                position: snapToGrid(alleges.position, GRID_M),
                radiusM: Math.max(GRID_M, alleges.radiusM),
              },
            },
      ),
      ...(own.length === 0 ? {} : { notes: own }),
      ...(hasDuty && isOnDutyShown ? { assignedTo } : {}),
    },
    withheld: [
      ...(own.length === (notes?.length ?? 0) ? [] : ['notes']),
      ...(hasDuty && !isOnDutyShown ? ['assignedTo'] : []),
      ...(isPlaced ? ['claims.alleges'] : []),
    ],
  }
}

/** A dismissal without its officers' names and reasons: its ground and the nations stay. */
export const namelessDismissal = ({ dismissal }: Incident): Pick<Incident, 'dismissal'> =>
  dismissal === undefined
    ? {}
    : {
        dismissal: {
          ...dismissal,
          moved: dismissal.moved.map((one) => ({ ...one, officer: '', reason: '' })),
        },
      }

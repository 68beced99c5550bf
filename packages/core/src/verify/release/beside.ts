import { snapToGrid } from '../../geo/index.ts'
import type { Office } from '../../nations/index.ts'
import { GRID_M } from './limits.ts'
import type { Answer, Incident } from '../types.ts'

/**
 * What an office may have of what is kept beside an incident's finding: its own notes, who is on it (never the
 * guarantors), and the places that parties named, on the grid once the incident's words are out. The rule
 * that explains it is of a text that all have, as its clauses are; but which of them it is may name a site, and goes with the words.
 */
export function releaseBeside(
  incident: Incident,
  office: Office,
  isOut: boolean,
): { readonly seen: Incident; readonly withheld: readonly string[] } {
  const { notes, assignedTo, claims, explainedBy, ...rest } = incident
  const isExplained = explainedBy !== undefined
  const isRuleOut = office !== 'guarantors' || isOut
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
      ...(isExplained && isRuleOut ? { explainedBy } : {}),
    },
    withheld: [
      ...(own.length === (notes?.length ?? 0) ? [] : ['notes']),
      ...(hasDuty && !isOnDutyShown ? ['assignedTo'] : []),
      ...(isPlaced ? ['claims.alleges'] : []),
      ...(isExplained && !isRuleOut ? ['explainedBy'] : []),
    ],
  }
}

/** A dismissal without its officers' names and reasons: its ground and the nations stay. */
const namelessDismissal = ({ dismissal }: Incident): Pick<Incident, 'dismissal'> =>
  dismissal === undefined
    ? {}
    : {
        dismissal: {
          ...dismissal,
          moved: dismissal.moved.map((one) => ({ ...one, officer: '', reason: '' })),
        },
      }

/** Lost proposals and a correction that waits, without officers' names and words: the values and the nations stay. */
const namelessLapsed = ({
  lapsed,
  correcting,
}: Incident): Pick<Incident, 'lapsed' | 'correcting'> => ({
  ...(lapsed === undefined
    ? {}
    : {
        lapsed: lapsed.map((one) => ({
          ...one,
          proposedBy: one.proposedBy === null ? null : { ...one.proposedBy, officer: '' },
          votes: one.votes.map((vote) => ({ ...vote, officer: '', reason: '' })),
          dissent: one.dissent.map((said) => ({ ...said, reason: '' })),
        })),
      }),
  ...(correcting === undefined
    ? {}
    : {
        correcting: {
          ...correcting,
          was: '',
          text: '',
          movedBy: correcting.movedBy.map((one) => ({ ...one, officer: '' })),
        },
      }),
})

/** Lost proposals of a breach without the machine's figure, which holds that of the place as a factor. */
export const figureless = ({ lapsed }: Incident): Pick<Incident, 'lapsed'> =>
  lapsed === undefined
    ? {}
    : {
        lapsed: lapsed.map((one) =>
          one.question === 'breach' ? { ...one, machineProbability: null } : one,
        ),
      }

/** Corrections without their words and their officers. */
const wordlessCorrections = ({ corrections }: Incident): Incident['corrections'] =>
  corrections.map((one) => ({
    ...one,
    text: '',
    ...(one.was === undefined ? {} : { was: '' }),
    ...(one.movedBy === undefined
      ? {}
      : { movedBy: one.movedBy.map((by) => ({ ...by, officer: '' })) }),
  }))

/** An answer without its officers' names and reasons: nations sign, and people are not to be sought out. */
export const nameless = <A extends Answer>(answer: A): A => ({
  ...answer,
  proposedBy: answer.proposedBy === null ? null : { ...answer.proposedBy, officer: '' },
  votes: answer.votes.map((vote) => ({ ...vote, officer: '', reason: '' })),
})

/** What is kept beside an incident's answers, without officers' names and what they typed. */
export const namelessBeside = (
  incident: Incident,
): Pick<Incident, 'dismissal' | 'lapsed' | 'correcting' | 'corrections'> => ({
  corrections: wordlessCorrections(incident),
  ...namelessDismissal(incident),
  ...namelessLapsed(incident),
})

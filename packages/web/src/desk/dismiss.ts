// Most of what comes in is nothing. Whoever dismisses says on which ground and why, for the record and for the commission,
// which reads it; u undoes it. A candidate that no incident has taken up is opened and dismissed in one go: two entries.
import type { DismissalGround } from '@holdfast/core/verify'
import type { FormValues } from '../form/index.ts'
import { REASON, suggested, titled, verify } from './acts.ts'
import type { Act, Picked, Step } from './acts.ts'
import { nameOf, otherOf } from './rows.ts'
import type { DeskRow } from './rows.ts'

/** Stands in a command for the incident that the step before it opens. */
export const OPENED = 'opened by the step before'

/** What each ground says. */
export const GROUND_WORD: Readonly<Record<DismissalGround, string>> = {
  noBreach: 'not a breach: no clause forbids it',
  notEnough: 'not enough to go on',
  benign: 'benign: something announced or known explains it',
}
const GROUNDS = Object.entries(GROUND_WORD)

const percent = (share: number): string => `${Math.round(share * 100)} %`

/** Whether the officer's role dismisses; the others would only leave incidents opened behind. */
const mayDismiss = ({ office, role }: Picked['me']): boolean =>
  office === 'monitor' && (role === 'analyst' || role === 'head-of-mission')

/** Rows that may be dismissed. */
const isDismissable = ({ what, status }: DeskRow): boolean =>
  what === 'candidate' || ['recorded', 'candidate', 'corroborated'].includes(status)

function dismissing(row: DeskRow, ground: string, reason: string): readonly Step[] {
  const away = (incident: string): Step => ({
    row: row.id,
    body: verify('dismiss', { incident, ground, reason }),
  })
  if (row.what === 'incident') return [away(row.id)]
  const opened = { title: suggested(row), from: 'candidate', candidates: [row.id] }
  return [{ row: row.id, body: verify('openIncident', opened) }, away(OPENED)]
}

/** What the machine and people proposed on one row, to turn down or to take up. */
function proposedOn(row: DeskRow, all: Picked['all']) {
  const declines = row.proposals.map((one) => ({
    value: one.id,
    title: `${one.id}: turn down ${one.kind === 'merge' ? `merging ${one.incident} into ${one.into}` : `splitting ${one.incident}`}`,
  }))
  const marks = row.duplicates.flatMap(({ pair, score, command }) =>
    command === null
      ? []
      : [
          {
            value: otherOf(pair, row.id),
            title: `mark as a duplicate of ${titled(otherOf(pair, row.id), all)} (alike ${percent(score)})`,
          },
        ],
  )
  return [...declines, ...marks]
}

function builtOn(row: DeskRow, which: string, reason: string): readonly Step[] {
  const declined = row.proposals.find(({ id }) => id === which)
  if (declined !== undefined) {
    const fields = { incident: declined.incident, proposal: which, reason }
    return [{ row: row.id, body: verify('declineProposal', fields) }]
  }
  const known = row.duplicates.find(({ pair }) => otherOf(pair, row.id) === which)
  if (known === undefined || known.command === null) return []
  const body = 'reason' in known.command ? { ...known.command, reason } : known.command
  return [{ row: row.id, body }]
}

/** What is picked is closed on a ground; of one row alone a proposal is turned down, or a duplicate marked. */
export function dismiss({ rows, all, me }: Picked): Act {
  const [row, more] = rows
  if (row === undefined) return { refused: 'put the cursor on a row, or select some (x)' }
  const open = rows.filter((one) => isDismissable(one))
  const grounds = GROUNDS.map(([value, title]) => ({ value, title }))
  const options = [
    ...(open.length === rows.length && mayDismiss(me) ? grounds : []),
    ...(more === undefined ? proposedOn(row, all) : []),
  ]
  if (options.length === 0 && open.length === rows.length)
    return {
      refused:
        "an analyst or the head of mission dismisses, at the monitor's office: log in as one, or assign it to one",
    }
  if (options.length === 0)
    return {
      refused:
        more === undefined
          ? `${nameOf(row.id)} is ${row.status}: only what no inquiry was started on is dismissed`
          : `${rows.length - open.length} of the picked rows are past dismissing: take their ticks away (x)`,
    }
  const waiting = rows.flatMap(({ dismissal }) => dismissal?.ground ?? [])
  const build = ({ which = '', reason = '' }: FormValues): readonly Step[] =>
    Object.hasOwn(GROUND_WORD, which)
      ? rows.flatMap((one) => dismissing(one, which, reason))
      : builtOn(row, which, reason)
  return {
    form: {
      title: more === undefined ? `Dismiss ${nameOf(row.id)}` : `Dismiss ${rows.length} rows`,
      about:
        'Nothing is thrown away: the commission reads who dismissed what and why, and anybody at work may bring it back (u). What sources corroborate, or a party claims, takes officers of two nations; who collected never dismisses alone.',
      fields: [
        {
          name: 'which',
          label: 'What',
          kind: 'choice',
          options,
          ...(waiting[0] === undefined ? {} : { value: waiting[0] }),
        },
        REASON,
      ],
      sends: [{ label: 'Put it on record', build }],
    },
  }
}

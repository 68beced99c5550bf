// What a party says is put on record with who said it and how it came; an officer of another nation confirms it against that
// source, and what was never said is taken back. What the forms leave out the server refuses in words.
import { EVENT_KINDS } from '@holdfast/core/agreement'
import { claimState } from '@holdfast/core/verify'
import type { Alleged, Claim, ClaimSource, ClaimState } from '@holdfast/core/verify'
import { parseInstant } from '@holdfast/core/units'
import type { CommandBody } from '../api/index.ts'
import type { FormField, FormSpec, FormValues } from '../form/index.ts'
import { formatMinute } from '../time/index.ts'

type Refused = { readonly refused: string }
type Parts = Pick<FormSpec<CommandBody>, 'fields' | 'sends'>

const STANCES: Readonly<Record<Exclude<Claim['stance'], 'silent'>, string>> = {
  denies: 'denies it',
  admits: 'admits it',
  explains: 'explains it',
  accuses: 'accuses',
}
const STANDS: Readonly<Record<ClaimState, string>> = {
  filed: 'not confirmed: it counts nowhere yet',
  confirmed: 'confirmed',
  takenBack: 'taken back',
}
const INSTANT_HINT = '2026-11-22T18:00Z'
const SOURCE: readonly FormField[] = [
  { name: 'by', label: 'Who said it, by post', kind: 'line' },
  { name: 'received', label: 'Received (UTC)', kind: 'line', hint: INSTANT_HINT },
  {
    name: 'channel',
    label: 'How it came: hotline, letter, post …',
    kind: 'line',
    isOptional: true,
  },
  {
    name: 'document',
    label: 'SHA-256 of the document, where there is one',
    kind: 'line',
    isOptional: true,
  },
]
const DISC: readonly FormField[] = [
  { name: 'from', label: 'From (UTC)', kind: 'line', hint: INSTANT_HINT },
  { name: 'to', label: 'Until (UTC)', kind: 'line', hint: INSTANT_HINT },
  { name: 'at', label: 'Where: longitude, latitude, degrees WGS 84', kind: 'line' },
  { name: 'radius', label: 'Within how many metres', kind: 'line' },
].map((field) => ({
  ...(field as FormField),
  when: ({ kind = '' }: FormValues): boolean => kind !== '',
}))

const verify = (type: string, fields: Readonly<Record<string, unknown>>): CommandBody => ({
  step: 'verify',
  type,
  ...fields,
})
const said = (values: FormValues, name: string): string => (values[name] ?? '').trim()
const orNull = (text: string): string | null => (text === '' ? null : text)

/** The instant that was typed, or what is wrong with it. */
function instantOf(values: FormValues, name: string): number | Refused {
  const typed = said(values, name)
  const read = parseInstant(typed)
  return read === null || read === undefined
    ? { refused: `${typed === '' ? name : typed} is no instant: write it as ${INSTANT_HINT}` }
    : read
}

/** Where a claim came from, as it was typed. */
function sourceOf(values: FormValues): ClaimSource | Refused {
  const receivedAtMs = instantOf(values, 'received')
  if (typeof receivedAtMs !== 'number') return receivedAtMs
  return {
    by: said(values, 'by'),
    receivedAtMs,
    channel: orNull(said(values, 'channel')),
    document: orNull(said(values, 'document').toLowerCase()),
  }
}

/** What the claim says happened, when and where: all of it or nothing. */
function allegedOf(values: FormValues): { readonly alleges?: Alleged } | Refused {
  const kind = said(values, 'kind')
  if (kind === '') return {}
  const [fromMs, toMs] = [instantOf(values, 'from'), instantOf(values, 'to')]
  if (typeof fromMs !== 'number') return fromMs
  if (typeof toMs !== 'number') return toMs
  const place = said(values, 'at').split(/[\s,;]+/)
  const [lonDeg = Number.NaN, latDeg = Number.NaN] = place.map(Number)
  const radiusM = Number(said(values, 'radius'))
  if (place.length !== 2 || !Number.isFinite(lonDeg) || !Number.isFinite(latDeg))
    return { refused: `${said(values, 'at')} is no place: write longitude, latitude` }
  if (!Number.isFinite(radiusM)) return { refused: 'give the radius in metres' }
  const known = EVENT_KINDS.find((one) => one === kind)
  if (known === undefined) return { refused: `${kind} is no kind of event` }
  return { alleges: { kind: known, fromMs, toMs, position: { lonDeg, latDeg }, radiusM } }
}

/** Files what a party says. */
export const claimForm = (incident: string, parties: readonly string[]): Parts => ({
  fields: [
    {
      name: 'party',
      label: 'Party',
      kind: 'choice',
      options: parties.map((one) => ({ value: one, title: `Party ${one}` })),
    },
    {
      name: 'stance',
      label: 'It',
      kind: 'choice',
      options: Object.entries(STANCES).map(([value, title]) => ({ value, title })),
    },
    { name: 'text', label: 'In its own words', kind: 'text' },
    ...SOURCE,
    {
      name: 'kind',
      label: 'What it says happened',
      kind: 'choice',
      options: [
        { value: '', title: 'it names no time and place' },
        ...EVENT_KINDS.map((value) => ({ value, title: value })),
      ],
      isOptional: true,
    },
    ...DISC,
  ],
  sends: [
    {
      label: 'Put the account on record',
      build: (values) => {
        const [source, alleged] = [sourceOf(values), allegedOf(values)]
        if ('refused' in source) return source
        if ('refused' in alleged) return alleged
        const { party, stance, text } = values
        return verify('fileClaim', { incident, party, stance, text, ...alleged, source })
      },
    },
  ],
})

/** Confirms a claim: the form shows what is confirmed, and against which source. */
export const confirmForm = (incident: string, claim: number): Parts => ({
  fields: [],
  sends: [
    {
      label: 'It is what the source says',
      build: () => verify('confirmClaim', { incident, claim }),
    },
  ],
})

/** Takes a claim back: by who filed it, or on the party's word. */
export const takeBackForm = (incident: string, claim: number): Parts => ({
  fields: [
    { name: 'reason', label: 'Reason, which goes on record', kind: 'text' },
    {
      name: 'whose',
      label: 'It is taken back',
      kind: 'choice',
      options: [
        { value: 'party', title: 'on the word of the party' },
        { value: 'filer', title: 'by me, who filed it, before it is confirmed' },
      ],
    },
    ...SOURCE.map((field) => ({
      ...field,
      when: ({ whose = 'party' }: FormValues): boolean => whose !== 'filer',
    })),
  ],
  sends: [
    {
      label: 'Take it back',
      build: (values) => {
        const source = values['whose'] === 'filer' ? null : sourceOf(values)
        if (source !== null && 'refused' in source) return source
        return verify('takeBackClaim', { incident, claim, reason: values['reason'], source })
      },
    },
  ],
})

/** Who said a claim, when and how it came, in words; null where the office is not told. */
export function sourceWords({ source }: Claim): string | null {
  if (source === undefined) return null
  const { by, receivedAtMs, channel, document } = source
  const ways = [
    ...(channel === null ? [] : [channel]),
    ...(document === null ? [] : [`document ${document.slice(0, 12)}…`]),
  ]
  return `said by ${by}, received ${formatMinute(receivedAtMs)}: ${ways.join(', ')}`
}

/** Where a claim stands, and who took it down, confirmed it or takes it back. */
export function claimWords(claim: Claim): string {
  const { filedBy, confirmed, takingBack = [], takenBack } = claim
  if (claim.stance === 'silent') return ''
  const movers = takingBack.map(({ nation }) => nation).join(', ')
  return [
    ...(filedBy === undefined ? [] : [`filed by ${filedBy.nation}`]),
    confirmed === undefined || takenBack !== undefined
      ? STANDS[claimState(claim)]
      : `confirmed by ${confirmed.nation}`,
    ...(movers === '' || takenBack !== undefined ? [] : [`${movers} moves to take it back`]),
  ].join(' · ')
}

/** What is said before a claim is confirmed or taken back: its words and its source. */
export function claimTold(claim: Claim | undefined): string | null {
  if (claim === undefined) return null
  const { party, stance, text } = claim
  const source = sourceWords(claim)
  return `Party ${party} ${stance}: “${text === '' ? 'withheld' : text}”${source === null ? '' : `, ${source}`}.`
}

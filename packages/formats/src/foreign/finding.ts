import { canonicalJson, utf8 } from '@holdfast/core/evidence'
import type { Json } from '@holdfast/core/evidence'
import { CATEGORY, PHASE_OF_EXPLOSION } from '@holdfast/core/observe'
import type { FeedContext } from '../codec/index.ts'
import { HASH_PATTERN, LIMITS, TEXT_PATTERN, WORDS } from '../observation/index.ts'
import {
  codecOf,
  errorM,
  exercise,
  formOf,
  line,
  maybe,
  object,
  position,
  refine,
  report,
  schemaOf,
  text,
  utc,
  word,
} from '../report/index.ts'
import type { Form, Found, ReportRecord, Shaped } from '../report/index.ts'

/**
 * What another mechanism found, signed by it. It keeps that mechanism's name, words and standard of proof, and comes in
 * as something that we were told: a finding of others corroborates as a statement, and is none of ours.
 */

/** Room for the name in a record's id, beside the number of the finding. */
const MECHANISM_CHARS_MAX = 120

const signature = object(
  {
    algorithm: word(['Ed25519'], 'RFC 8032, pure Ed25519.'),
    publicKey: text(
      { pattern: HASH_PATTERN, max: 64, mend: 'give 32 bytes as 64 lower-case hex digits' },
      "The mechanism's public key, hex (RFC 8032, 5.1.5).",
    ),
    signature: text(
      {
        // 64 bytes are 86 characters, of which the last holds two bits.
        pattern: '^[A-Za-z0-9_-]{85}[AQgw]$',
        max: 86,
        mend: 'give 64 bytes in base64url (RFC 4648, section 5) without padding',
      },
      'Over the canonical JSON (RFC 8785) of the document without this member `signature`, in UTF-8.',
    ),
  },
  "The mechanism's signature. Whose key it is, and whether it holds, is verified where the document is taken in.",
)

const shape = refine(
  object(
    {
      ...formOf('foreign-finding'),
      exercise,
      mechanism: line(MECHANISM_CHARS_MAX, 'The mechanism under its own name.'),
      finding: report,
      statement: text(
        {
          pattern: TEXT_PATTERN,
          max: LIMITS.residualValue,
          mend: `give up to ${LIMITS.residualValue} characters`,
        },
        'What it found, in its own words.',
      ),
      clause: maybe(line(400, 'The clause as the mechanism calls it.')),
      category: word(
        WORDS.category,
        `A hint at the category; the statement is what was found. ${WORDS.category.map((code) => `${code}: ${CATEGORY[code]}`).join('; ')}`,
      ),
      place: object(
        {
          name: line(LIMITS.place, 'Place in its own words.'),
          position: maybe(position),
          errorM: maybe(errorM),
        },
        'Where; position and errorM both or neither.',
      ),
      time: object({ from: utc, to: utc }, 'When, in UTC; not reversed.'),
      standardOfProof: line(200, "The mechanism's own standard of proof, as it calls it."),
      signature,
    },
    'A finding of another mechanism.',
  ),
  (value, tell) => {
    const { place, time } = value
    if ((place.position === null) !== (place.errorM === null))
      tell('/place/errorM', 'and position belong together; give both or neither')
    if (time.from > time.to) tell('/time/to', 'is earlier than from; exchange them')
    return value
  },
)
/** A finding of another mechanism as it was read. */
export type ForeignFinding = Shaped<typeof shape>

function observe(finding: ForeignFinding, { source }: FeedContext): Found {
  const { place, time, category } = finding
  const fix =
    place.position === null || place.errorM === null
      ? null
      : { position: place.position, errorM: place.errorM }
  const stood = source.site ?? fix
  if (stood === null)
    return {
      nothing:
        'no position: neither the finding nor the registered source has one; give /place/position with its error',
    }
  return {
    found: [
      {
        recordId: `${finding.mechanism}/${finding.finding}`,
        means: ['told'],
        category,
        phase: PHASE_OF_EXPLOSION[category] ?? 'undetermined',
        count: { n: 1, precision: 'unknown' },
        observed: { fromMs: time.from, toMs: time.to, basis: 'clock', clock: 'manual' },
        observer: {
          place: finding.mechanism,
          position: stood.position,
          errorM: stood.errorM,
          control: 'unknown',
        },
        where: { sectors: [], ring: null, fix },
        weapon: null,
        residual: {
          kind: 'finding of another mechanism; corroborates as a statement only',
          mechanism: finding.mechanism,
          finding: finding.finding,
          statement: finding.statement,
          clause: finding.clause,
          place: place.name,
          standardOfProof: finding.standardOfProof,
          signatureAlgorithm: finding.signature.algorithm,
          publicKey: finding.signature.publicKey,
          signature: finding.signature.signature,
        },
      },
    ],
    exercise: finding.exercise,
  }
}

const form: Form<ForeignFinding> = {
  name: 'foreign-finding',
  title: 'Finding of another mechanism',
  standards: [
    'Holdfast foreign finding, version 1: docs/reference/foreign-finding.schema.json',
    'RFC 8032 (Ed25519), RFC 8785 (canonical JSON), RFC 4648, section 5 (base64url)',
  ],
  description:
    "Another mechanism's finding under its own name and signature. Beyond this schema a finding is refused when a member is given twice, a position has no error, its period is reversed, or a time does not exist. The signature is verified where the document is taken in, not here.",
  kinds: ['foreign'],
  hints: [],
  shape,
  observe,
}

/** What a mechanism's signature is verified with. */
export interface SignedFinding {
  /** UTF-8 of the canonical JSON (RFC 8785) of the document without its member `signature`. */
  readonly bytes: Uint8Array
  readonly algorithm: 'Ed25519'
  /** Hex, 32 bytes. */
  readonly publicKey: string
  /** base64url without padding, 64 bytes. */
  readonly signature: string
}
/** The exact bytes that were signed, of the document as it was given, and the key that it names. Nothing is verified. */
export function signedFinding(record: ReportRecord<ForeignFinding>): SignedFinding {
  const unsigned = Object.entries(record.document).filter(([name]) => name !== 'signature')
  const { algorithm, publicKey, signature: given } = record.value.signature
  // What JSON.parse gave is JSON, and the form bounds its depth.
  return {
    bytes: utf8(canonicalJson(Object.fromEntries(unsigned) as Json)),
    algorithm,
    publicKey,
    signature: given,
  }
}

/** Findings of other mechanisms: see README.md. */
export const FOREIGN_FINDING = { ...codecOf(form), signatureOf: signedFinding }
/** JSON Schema (draft 2020-12) of another mechanism's finding; `docs/reference/foreign-finding.schema.json` is this object. */
export const FOREIGN_FINDING_SCHEMA = schemaOf(form)

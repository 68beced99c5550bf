import type {
  DWELL_FIELDS,
  JOB_FIELDS,
  LOCATION_FIELDS,
  STATUS_FIELDS,
  TARGET_FIELDS,
} from './fields.ts'

type Values<F extends readonly { readonly key: string }[]> = Readonly<
  Record<F[number]['key'], number>
>
type OptionalValues<F extends readonly { readonly key: string }[]> = Readonly<
  Record<F[number]['key'], number | null>
>

/**
 * P1 to P10 of the packet header (AEDP-7, table 2-1), the size left out. Texts without their trailing spaces; a byte
 * outside printable ASCII is shown as `\xNN`.
 */
export interface GmtiHeader {
  /** Two digits: 30 is edition 3, 31 its first amendment, 41 edition A of AEDP-4607. */
  readonly version: string
  readonly nationality: string
  /** 1 top secret to 5 unclassified. */
  readonly classification: number
  readonly classificationSystem: string
  readonly securityCode: number
  /** 0 operation, 128 exercise; plus 0 real, 1 simulated, 2 synthesised data. */
  readonly exerciseIndicator: number
  readonly platformId: string
  readonly missionId: number
  readonly jobId: number
}
/** D32: what was detected once. Null: not sent. */
export type GmtiTarget = OptionalValues<typeof TARGET_FIELDS>
/** One segment of a packet, told apart by `kind`. */
export type GmtiSegment =
  | {
      readonly kind: 'mission'
      readonly missionPlan: string
      readonly flightPlan: string
      readonly platformType: number
      readonly platformConfiguration: string
      /** The day from whose midnight, UTC, dwell times count. */
      readonly year: number
      readonly month: number
      readonly day: number
    }
  | {
      readonly kind: 'dwell'
      readonly fields: OptionalValues<typeof DWELL_FIELDS>
      readonly targets: readonly GmtiTarget[]
    }
  | {
      readonly kind: 'jobDefinition'
      readonly jobId: number
      readonly sensorType: number
      readonly sensorModel: string
      /** As sent: "no statement" is the field's highest number (of crossRangeSigmaDeg 180 and more). */
      readonly fields: Values<typeof JOB_FIELDS>
    }
  | {
      readonly kind: 'freeText'
      readonly originator: string
      readonly recipient: string
      readonly text: string
    }
  | { readonly kind: 'testStatus'; readonly fields: Values<typeof STATUS_FIELDS> }
  | { readonly kind: 'platformLocation'; readonly fields: Values<typeof LOCATION_FIELDS> }
  /** Kept as it came: `fault` says why it could not be read, null where its kind is not read at all. */
  | {
      readonly kind: 'raw'
      readonly type: number
      readonly bytes: Uint8Array
      readonly fault: string | null
    }
/** What a packet says. */
export interface GmtiContent {
  readonly header: GmtiHeader
  readonly segments: readonly GmtiSegment[]
}
/** A packet as it came. */
export interface GmtiRecord extends GmtiContent {
  readonly bytes: Uint8Array
}
/** A dwell with its target reports. */
export type GmtiDwell = Extract<GmtiSegment, { kind: 'dwell' }>
/** A job definition. */
export type GmtiJob = Extract<GmtiSegment, { kind: 'jobDefinition' }>

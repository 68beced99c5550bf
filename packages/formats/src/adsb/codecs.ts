import type { Codec, CodecOptions, Decoder } from '../codec/index.ts'
import { AvrDecoder } from './avr.ts'
import { BeastDecoder } from './beast.ts'
import type { StampClock } from './feed-time.ts'
import { ReceiverObserver } from './observe.ts'
import { ReadsbObserver } from './readsb-observe.ts'
import { ReadsbDecoder } from './readsb.ts'
import type { ReadsbRecord } from './readsb.ts'
import { hex, recordJson } from './record.ts'
import type { ReceiverRecord } from './record.ts'

const OPTIONS: Readonly<Record<string, string>> = {
  clock:
    'what the 48-bit stamps are: counter (default; 12 MHz, intervals only), gps (Radarcape: time of day), received (ignore them: several receivers in one feed)',
  correct: 'none (default) or one: mend one wrong bit of an extended squitter, and say so',
  reference:
    'pair (default: even and odd together, then the last position) or site (also half a position alone, by a receiver within 180 NM, 45 NM on the surface)',
}
const VALUES: Readonly<Record<string, readonly string[]>> = {
  clock: ['counter', 'gps', 'received'],
  correct: ['none', 'one'],
  reference: ['pair', 'site'],
}
const STANDARDS = [
  'ICAO Annex 10 volume IV, amendment 90, 3.1.2 (Mode S)',
  'RTCA DO-260B (2009), with DO-260A (2003) and DO-260 (2000): extended squitter',
  'ICAO Doc 9871, second edition (2012): registers of Comm-B',
]

function refusal(
  options: CodecOptions,
  values: Readonly<Record<string, readonly string[]>>,
): string | null {
  for (const [name, value] of Object.entries(options)) {
    const known = Object.hasOwn(values, name) ? values[name] : undefined
    if (known === undefined)
      return `option ${name} is not known; there are: ${Object.keys(values).join(', ') || 'none'}`
    if (!known.includes(value)) return `option ${name}: ${value} is not one of ${known.join(', ')}`
  }
  return null
}
const clockOf = (options: CodecOptions): StampClock => {
  const clock = options['clock']
  return clock === 'gps' || clock === 'received' ? clock : 'counter'
}

function receiverObserver(options: CodecOptions): ReturnType<Codec<ReceiverRecord>['observer']> {
  const observer = new ReceiverObserver({
    clock: clockOf(options),
    alone: options['reference'] === 'site',
  })
  return (record, context) => observer.observe(record, context)
}
const receiverDecoder =
  (make: (correct: boolean) => Decoder<ReceiverRecord>) =>
  (options: CodecOptions): Decoder<ReceiverRecord> | { readonly refused: string } => {
    const refused = refusal(options, VALUES)
    return refused === null ? make(options['correct'] === 'one') : { refused }
  }

/** Mode S and Mode A/C replies as a Beast or a Radarcape sends them, and dump1090 and readsb pass them on (port 30005). */
export const BEAST_CODEC: Codec<ReceiverRecord> = {
  name: 'beast',
  title: 'ADS-B and Mode S, Beast binary',
  standards: [...STANDARDS, 'Mode-S Beast data output formats (jetvision wiki)'],
  framing: 'stream',
  options: OPTIONS,
  decoder: receiverDecoder((correct) => new BeastDecoder(correct)),
  json: recordJson,
  observer: receiverObserver,
}

/** The same messages as lines of text (port 30002). */
export const AVR_CODEC: Codec<ReceiverRecord> = {
  name: 'avr',
  title: 'ADS-B and Mode S, AVR text',
  standards: [...STANDARDS, 'AVR text as written by dump1090 and readsb'],
  framing: 'stream',
  options: OPTIONS,
  decoder: receiverDecoder((correct) => new AvrDecoder(correct)),
  json: recordJson,
  observer: receiverObserver,
}

/** `aircraft.json` and `trace_full_*.json` of readsb and tar1090. */
export const READSB_CODEC: Codec<ReadsbRecord> = {
  name: 'readsb',
  title: 'ADS-B as readsb and tar1090 JSON',
  standards: ['README-json.md of readsb (wiedehopf), as of 2024'],
  framing: 'document',
  options: {},
  decoder: (options) => {
    const refused = refusal(options, {})
    return refused === null ? new ReadsbDecoder() : { refused }
  },
  json: ({ raw, ...record }) => ({
    ...record,
    raw: record.kind === 'envelope' ? undefined : hex(raw),
  }),
  observer: () => {
    const observer = new ReadsbObserver()
    return (record, context) => observer.observe(record, context)
  },
}

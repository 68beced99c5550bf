/** The events that clauses count together: a first walk over them, where a text has such clauses, before any is judged. */
import {
  Tallies,
  type Agreement,
  type Standing,
  type StandingOf,
  type Tally,
} from '@holdfast/core/agreement'
import type { Event } from '@holdfast/core/fuse'
import { eventsOf } from '../files/index.ts'
import { aloneIn } from './agreement-record.ts'

/** Tallies of some texts, filled from events where any text counts them. */
export async function talliesOf(
  adoptions: ConstructorParameters<typeof Tallies>[0],
  standing: StandingOf,
  events: () => AsyncIterable<Event>,
): Promise<Tallies> {
  const tallies = new Tallies(adoptions, standing)
  if (tallies.isNeeded) for await (const event of events()) tallies.add(event)
  return tallies
}

/** The tally of one text over the events of a file that count; undefined where no clause counts. */
export async function tallyOf(
  file: string,
  text: Agreement,
  standing: Standing | undefined,
  isIn: (event: Event) => boolean = () => true,
): Promise<Tally | undefined> {
  const tallies = new Tallies(aloneIn(text), standing)
  if (tallies.isNeeded)
    for await (const event of eventsOf(file)) if (isIn(event)) tallies.add(event)
  return tallies.of(text)
}

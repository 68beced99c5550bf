/** The topics that the broker knows, and what a message on each is. */
import { SOURCE_ID } from '@holdfast/core/observe'

const ROOT = 'holdfast/v1/'
/** Names of clients stand in topics and in feeds' ids, so they have neither `/` nor a wildcard. */
export const CLIENT_ID = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/

/** What a topic says of its messages. */
export type Topic =
  | { readonly kind: 'batch'; readonly source: string }
  | { readonly kind: 'feed'; readonly format: string; readonly source: string }

/** Reads a topic; refused where there is none such. */
export function readTopic(topic: string): Topic | { readonly refused: string } {
  const [what = '', ...rest] = topic.startsWith(ROOT) ? topic.slice(ROOT.length).split('/') : []
  const source = rest.at(-1) ?? ''
  if (what === 'observations' && rest.length === 1 && SOURCE_ID.test(source))
    return { kind: 'batch', source }
  if (what === 'feeds' && rest.length === 2 && SOURCE_ID.test(source))
    return { kind: 'feed', format: rest[0] ?? '', source }
  return {
    refused: `there is no topic ${JSON.stringify(topic.slice(0, 200))}; publish to ${ROOT}observations/<source> or ${ROOT}feeds/<format>/<source>`,
  }
}

/** Where a client hears what became of its messages: the only topic that it may subscribe to. */
export const answersTopic = (clientId: string): string => `${ROOT}answers/${clientId}`

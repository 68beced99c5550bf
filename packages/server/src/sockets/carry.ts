/**
 * One connection, carried to a feed of its own. The socket is read only when what was read before is durable, so a
 * sender that is faster than the disk is held back by TCP itself and nothing is thrown away.
 */
import type { Socket } from 'node:net'
import { isRefused } from '@holdfast/core/units'
import type { Feed, Intake } from '@holdfast/engine/intake'
import type { FeedOf } from '../ways/index.ts'
import { connectionFault, messageOf } from './faults.ts'
import { KEEP_ALIVE_MS } from './limits.ts'

/** Where the bytes of a connection go. */
export interface Carrying {
  readonly intake: Intake
  readonly feed: FeedOf
  /** Of the feed that is opened when the first byte comes. */
  readonly id: string
  readonly channel: 'tcp' | 'tls'
  readonly idleMsMax: number
}
/** How a connection ended: what broke it, or null where the peer closed it, and whether anything came. */
export interface Carried {
  readonly fault: string | null
  readonly bytes: number
}

async function open({ intake, feed, id, channel }: Carrying): Promise<Feed> {
  const { format, options, source } = feed
  const opened = await intake.open({ id, channel, format, options, source })
  if (isRefused(opened)) throw new NotTaken(opened.refused)
  return opened
}

/** It was we who could not take what came. */
class NotTaken extends Error {}

async function push(feed: Feed, chunk: Uint8Array): Promise<void> {
  try {
    await feed.push([chunk])
  } catch (error) {
    throw new NotTaken(messageOf(error))
  }
}

/**
 * Carries a connection until it ends, and closes its feed so that what waited for more bytes is settled. A connection
 * over which nothing comes for `idleMsMax` is closed; while we are the ones who make it wait, time does not count. Never
 * rejects.
 */
export async function carry(socket: Socket, carrying: Carrying): Promise<Carried> {
  let bytes = 0
  let isWaiting = true
  let fault: string | null = null
  let feed: Feed | null = null
  socket.setKeepAlive(true, KEEP_ALIVE_MS)
  socket.setTimeout(carrying.idleMsMax)
  socket.on('timeout', () => {
    if (isWaiting)
      socket.destroy(new Error(`nothing came for ${carrying.idleMsMax / 1_000} seconds; closed`))
  })
  // We have nothing to say; what a peer's read side does is of no matter.
  socket.on('error', () => undefined)
  try {
    for await (const chunk of socket as AsyncIterable<Uint8Array>) {
      isWaiting = false
      feed ??= await open(carrying)
      await push(feed, chunk)
      bytes += chunk.length
      isWaiting = true
      socket.setTimeout(carrying.idleMsMax)
    }
  } catch (error) {
    fault = error instanceof NotTaken ? error.message : connectionFault(error)
  } finally {
    socket.destroy()
  }
  try {
    if (feed !== null) await carrying.intake.close(carrying.id)
  } catch (error) {
    fault ??= messageOf(error)
  }
  return { fault, bytes }
}

/** Whether feeds as a way needs them can be opened at all: its format, options and source are good. */
export async function feedFault(carrying: Carrying): Promise<string | null> {
  try {
    await open(carrying)
    await carrying.intake.close(carrying.id)
    return null
  } catch (error) {
    return messageOf(error)
  }
}
